import { ContainerStatus, Pod } from '../raw/types';
import { PodView } from '../types';

/** The condition of one type, if the pod has it. */
export const podCondition = (pod: Pod, type: string) =>
  pod.status.conditions?.find(condition => condition.type === type);

export const isPodConditionTrue = (pod: Pod, type: string): boolean =>
  podCondition(pod, type)?.status === 'True';

/** Readiness gates of a pod that are not True, with the message of their condition. */
const closedGates = (pod: Pod): string[] =>
  (pod.spec.readinessGates ?? [])
    .filter(gate => !isPodConditionTrue(pod, gate))
    .map(gate => {
      const message = podCondition(pod, gate)?.message;
      return message ? `${gate}: ${message}` : gate;
    });

/** Reasons of waiting containers that say nothing of trouble. */
const STARTING: ReadonlySet<string> = new Set([
  'ContainerCreating',
  'PodInitializing',
]);

/** `last ended with OOMKilled, exit code 137`. */
function lastEnd({ lastTermination: last }: ContainerStatus): string {
  if (!last) return '';
  const code = last.exitCode === undefined ? '' : `exit code ${last.exitCode}`;
  const words = [last.reason, code].filter(Boolean).join(', ');
  return words ? ` Last ended with ${words}.` : '';
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

function containerTrouble(container: ContainerStatus): string | undefined {
  const { waiting, terminated } = container.state ?? {};
  if (waiting?.reason && !STARTING.has(waiting.reason)) {
    const { reason, message } = waiting;
    return `${sentence(
      `${reason} of container ${container.name}${
        message ? `: ${message}` : ''
      }`,
    )}${lastEnd(container)}`;
  }
  if (terminated && (terminated.exitCode ?? 0) !== 0) {
    return `${terminated.reason ?? 'Error'} of container ${
      container.name
    }: exit code ${terminated.exitCode}.`;
  }
  return undefined;
}

const allReady = (ready: string) => {
  const [now, total] = ready.split('/');
  return now === total;
};

/**
 * Why a pod is not ready, as the cluster says it: it cannot be scheduled, was
 * evicted, a container cannot start or keeps ending, a readiness gate is
 * closed. Undefined when the pod says nothing of the kind.
 *
 * @param words - `ready` as `kubectl get pods` counts it
 * @see k8s.io/kubernetes/pkg/api/v1/pod/util.go `IsPodReady`
 */
export function podTrouble(
  pod: Pod,
  words: Pick<PodView, 'ready'>,
): string | undefined {
  const { phase, reason, message } = pod.status;
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  if (phase === 'Failed' && reason) {
    return sentence(message ? `${reason}: ${message}` : reason);
  }
  const scheduled = podCondition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') {
    const why = scheduled.reason ?? 'Not scheduled';
    return sentence(scheduled.message ? `${why}: ${scheduled.message}` : why);
  }
  for (const container of [
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.containerStatuses ?? []),
  ]) {
    const trouble = containerTrouble(container);
    if (trouble) return trouble;
  }
  if (phase !== 'Running' || !allReady(words.ready)) return undefined;
  const [gate] = closedGates(pod);
  if (gate) return sentence(`Readiness gate ${gate}`);
  const ready = podCondition(pod, 'Ready');
  return ready?.status === 'False' || ready?.status === 'Unknown'
    ? sentence(
        `Not ready: ${ready.message ?? ready.reason ?? 'no reason given'}`,
      )
    : undefined;
}

/**
 * Troubles of the pods of a revision, those that most pods have first. Pods
 * whose trouble has the same reason and container count together; the message
 * is that of the first.
 */
export function podTroubles(
  pods: ReadonlyArray<Pick<PodView, 'trouble' | 'name'>>,
): Array<{ trouble: string; pods: string[] }> {
  const groups = new Map<string, { trouble: string; pods: string[] }>();
  for (const { trouble, name } of pods) {
    if (!trouble) continue;
    const [reason] = trouble.split(':');
    const group = groups.get(reason);
    if (group) group.pods.push(name);
    else groups.set(reason, { trouble, pods: [name] });
  }
  return [...groups.values()].sort((a, b) => b.pods.length - a.pods.length);
}
