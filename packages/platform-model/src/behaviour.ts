import { releaseBehaviour } from './release.ts';
import type { ServiceProfile } from './services.ts';
import type { Cause, CauseTarget, PodNow } from './types.ts';

/** How one pod behaves by itself, before load and before the services that it calls. */
export interface PodBehaviour {
  errorRate: number;
  latencyFactor: number;
  addMs: number;
  measured: boolean;
}

/** True when every field that the target names equals the pod's. */
export function matches(target: CauseTarget, pod: PodNow): boolean {
  return (
    (target.namespace === undefined || target.namespace === pod.namespace) &&
    (target.service === undefined || target.service === pod.service) &&
    (target.version === undefined || target.version === pod.version) &&
    (target.templateHash === undefined ||
      target.templateHash === pod.templateHash) &&
    (target.pod === undefined || target.pod === pod.name)
  );
}

/** A pod's own behaviour: its service's profile, its release, then the causes in order. */
export function podBehaviour(
  pod: PodNow,
  profile: ServiceProfile,
  causes: readonly Cause[],
): PodBehaviour {
  const release = releaseBehaviour(pod.service, pod.version);
  const behaviour: PodBehaviour = {
    errorRate: release.errorRate ?? profile.errorRate,
    latencyFactor: release.latencyFactor,
    addMs: 0,
    measured: release.measured,
  };
  for (const cause of causes) {
    // What happens between pods is no behaviour of one.
    if (cause.kind === 'network' || !matches(cause.target, pod)) {
      continue;
    }
    switch (cause.kind) {
      case 'error-rate':
        behaviour.errorRate = Math.min(1, Math.max(0, cause.rate));
        break;
      case 'latency-factor':
        behaviour.latencyFactor *= Math.max(0, cause.factor);
        break;
      case 'latency-add':
        behaviour.addMs += Math.max(0, cause.milliseconds);
        break;
      case 'unmeasured':
        behaviour.measured = false;
        break;
      default: // 'load' concerns arrivals, not the pod
        break;
    }
  }
  return behaviour;
}
