import { isServiceName, ServiceName } from '@slipway/platform-model';
import { KubeObject } from '@slipway/kube-sim';
import { parseTag, ReleaseQuality, qualityOf } from './tags';

/** What the demo scenario reads of a Rollout. */
export type RolloutObject = KubeObject<
  {
    paused?: boolean;
    restartAt?: string;
    template?: {
      spec?: { containers?: Array<{ name: string; image: string }> };
    };
    strategy?: {
      canary?: { steps?: Array<{ pause?: { duration?: string | number } }> };
    };
  },
  {
    phase?: string;
    message?: string;
    observedGeneration?: string;
    currentPodHash?: string;
    stableRS?: string;
    currentStepIndex?: number;
    abort?: boolean;
    promoteFull?: boolean;
    pauseConditions?: Array<{ reason: string; startTime: string }>;
  }
>;

/** Where a release of a service stands. */
export interface RolloutState {
  namespace: string;
  service: ServiceName;
  phase: string;
  tag: string;
  quality: ReleaseQuality;
  /** Nothing is under way: it runs what it should, or has given up. */
  idle: boolean;
  /** Stands at a pause that only a user ends. */
  waiting: boolean;
  /**
   * Changes with everything that a user or the controller does to the
   * release; stays the same while pods only come and go.
   */
  mark: string;
}

/** The tag of an image reference without digest; empty when it names none. */
export function tagOf(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1).split(':')[1] ?? '';
}

/** Whether it stands at a pause that no clock ends. */
function waitsForUser({ spec, status }: Readonly<RolloutObject>): boolean {
  if (status?.phase !== 'Paused') return false;
  if (spec?.paused) return true;
  const step = spec?.strategy?.canary?.steps?.[status.currentStepIndex ?? 0];
  return (status.pauseConditions ?? []).some(
    ({ reason }) =>
      reason !== 'CanaryPauseStep' || step?.pause?.duration === undefined,
  );
}

/** Reads a Rollout, or nothing when it is not one of the ten services with a tag that the demo scenario understands. */
export function rolloutState(
  object: Readonly<RolloutObject>,
): RolloutState | undefined {
  const { metadata, spec = {}, status = {} } = object;
  const { name, namespace } = metadata;
  const image = spec.template?.spec?.containers?.find(
    container => container.name === name,
  )?.image;
  if (!namespace || !isServiceName(name) || !image) return undefined;
  const tag = tagOf(image);
  if (!parseTag(tag)) return undefined;
  const phase = status.phase ?? 'Unknown';
  const seen = status.observedGeneration === String(metadata.generation);
  return {
    namespace,
    service: name,
    phase,
    tag,
    quality: qualityOf(tag),
    idle: seen && !spec.paused && (phase === 'Healthy' || phase === 'Degraded'),
    waiting: waitsForUser(object),
    mark: JSON.stringify([
      metadata.uid,
      metadata.generation,
      spec.restartAt,
      phase,
      status.currentPodHash,
      status.stableRS,
      status.currentStepIndex,
      status.abort,
      status.promoteFull,
      status.pauseConditions,
    ]),
  };
}
