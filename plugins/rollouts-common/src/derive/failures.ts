import { compact } from '@slipway/plugin-clusters-common/read';
import { Condition, ReplicaSet, Rollout } from '../raw/types';
import { ReplicaFailure } from '../types';
import { conditionOf } from './pauses';
import { podTemplateHash } from './weights';

const failed = (conditions: readonly Condition[] | undefined) =>
  conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );

const failureOf = (condition: Condition, replicaSet?: string): ReplicaFailure =>
  compact<ReplicaFailure>({
    reason: condition.reason ?? 'ReplicaFailure',
    message: condition.message ?? '',
    since: condition.lastTransitionTime,
    replicaSet,
  });

/** The failure of one ReplicaSet, if its pods cannot be created or deleted. */
export function failureOfReplicaSet(
  replicaSet: ReplicaSet,
): ReplicaFailure | undefined {
  const condition = failed(replicaSet.status.conditions);
  return condition && failureOf(condition, replicaSet.metadata.name);
}

/**
 * Why pods (or the ReplicaSet itself) cannot be created: of the new ReplicaSet
 * first, then of the others, then what the Rollout says itself.
 *
 * @param owned - ReplicaSets of the rollout
 * @see rollout/sync.go `getReplicaFailures`, `createDesiredReplicaSet`
 */
export function replicaFailure(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
): ReplicaFailure | undefined {
  const { currentPodHash } = rollout.status;
  const isNew = (replicaSet: ReplicaSet) =>
    podTemplateHash(replicaSet) === currentPodHash;
  for (const replicaSet of [
    ...owned.filter(isNew),
    ...owned.filter(other => !isNew(other)),
  ]) {
    const failure = failureOfReplicaSet(replicaSet);
    if (failure) {
      // A ReplicaSet's condition has often no time, the Rollout's copy has.
      const own = failed(rollout.status.conditions);
      return failure.since || own?.message !== failure.message
        ? failure
        : compact({ ...failure, since: own.lastTransitionTime });
    }
  }
  const own = failed(rollout.status.conditions);
  if (own) return failureOf(own);
  const progressing = conditionOf(rollout, 'Progressing');
  return progressing?.status === 'False' &&
    progressing.reason === 'ReplicaSetCreateError'
    ? failureOf(progressing)
    : undefined;
}

const LEADS: Record<string, string> = {
  FailedCreate: 'Pods cannot be created',
  FailedDelete: 'Pods cannot be deleted',
  ReplicaSetCreateError: 'The ReplicaSet cannot be created',
};

/** `Pods cannot be created: exceeded quota…`; a reason that is not known is quoted. */
export function failureSentence({ reason, message }: ReplicaFailure): string {
  const lead = LEADS[reason] ?? `The ReplicaSet reports ${reason}`;
  return message ? `${lead}: ${message}` : `${lead}.`;
}
