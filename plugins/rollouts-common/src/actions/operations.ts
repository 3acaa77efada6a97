import { ConflictError } from '@backstage/errors';
import {
  JsonPatchOperation,
  PatchWrite,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { ROLLOUTS } from '../raw/resources';
import { Rollout } from '../raw/types';
import { RolloutSummary, SeenState } from '../types';

export const test = (path: string, value: unknown): JsonPatchOperation => ({
  op: 'test',
  path,
  value,
});

/** Sets a member, whether or not it is there: what a merge patch does with a value. */
export const set = (path: string, value: unknown): JsonPatchOperation => ({
  op: 'add',
  path,
  value,
});

export const remove = (path: string): JsonPatchOperation => ({
  op: 'remove',
  path,
});

/**
 * How much of what the person saw must still hold. `step`: uid, current pod
 * hash and step. `revision`: uid and current pod hash, for actions whose
 * effect does not depend on the step and that must work while the controller
 * moves it (abort, pause).
 */
export type Guard = 'step' | 'revision';

/** What a page sends with an action: the part of the rollout that the person saw. */
export function seenStateOf(
  rollout: Pick<RolloutSummary, 'uid' | 'currentPodHash' | 'stepIndex'>,
): SeenState {
  const { uid, currentPodHash, stepIndex } = rollout;
  return {
    uid,
    ...(currentPodHash === undefined ? {} : { currentPodHash }),
    ...(stepIndex === undefined ? {} : { currentStepIndex: stepIndex }),
  };
}

/** The `test` operations for what the person saw. Absent members were compared when planning. */
export function guards(seen: SeenState, guard: Guard): JsonPatchOperation[] {
  const operations = [test('/metadata/uid', seen.uid)];
  if (seen.currentPodHash !== undefined) {
    operations.push(test('/status/currentPodHash', seen.currentPodHash));
  }
  if (guard === 'step' && seen.currentStepIndex !== undefined) {
    operations.push(test('/status/currentStepIndex', seen.currentStepIndex));
  }
  return operations;
}

function position(rollout: Rollout): string {
  const index = rollout.status.currentStepIndex;
  const count = rollout.spec.strategy.canary?.steps?.length ?? 0;
  const step =
    index === undefined || count === 0
      ? ''
      : ` at step ${Math.min(index + 1, count)} of ${count}`;
  return `revision ${rollout.status.currentPodHash ?? 'unknown'}${step}`;
}

/**
 * Compares what the person saw with the fresh object.
 *
 * @throws ConflictError that says where the rollout is now
 */
export function assertSeen(
  rollout: Rollout,
  seen: SeenState,
  guard: Guard,
): void {
  const { metadata, status } = rollout;
  if (metadata.uid !== seen.uid) {
    throw new ConflictError(
      `It has moved on: ${metadata.name} was deleted and created again since you looked.`,
    );
  }
  const hasSteps = Boolean(rollout.spec.strategy.canary?.steps?.length);
  const moved =
    (status.currentPodHash || undefined) !==
      (seen.currentPodHash || undefined) ||
    (guard === 'step' &&
      hasSteps &&
      status.currentStepIndex !== seen.currentStepIndex);
  if (moved) {
    throw new ConflictError(
      `It has moved on: ${metadata.name} is now on ${position(rollout)}.`,
    );
  }
}

/** A patch of the Rollout's main resource. */
export const specPatch = (
  rollout: Rollout,
  operations: JsonPatchOperation[],
): PatchWrite => ({
  verb: 'patch',
  resource: ROLLOUTS,
  namespace: rollout.metadata.namespace ?? '',
  name: rollout.metadata.name,
  operations,
});

/** A patch of the Rollout's status subresource. */
export const statusPatch = (
  rollout: Rollout,
  operations: JsonPatchOperation[],
): PatchWrite => ({
  ...specPatch(rollout, operations),
  subresource: 'status',
});

/** A patch of another object in the Rollout's namespace. */
export const objectPatch = (
  rollout: Rollout,
  resource: ResourceId,
  name: string,
  operations: JsonPatchOperation[],
): PatchWrite => ({
  verb: 'patch',
  resource,
  namespace: rollout.metadata.namespace ?? '',
  name,
  operations,
});
