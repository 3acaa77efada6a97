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
 * How much of what the user saw must still hold. `step`: uid, current pod
 * hash and step. `revision`: uid and current pod hash, for actions whose
 * effect does not depend on the step and that must work while the controller
 * moves it (abort, pause).
 */
export type Guard = 'step' | 'revision';

/** What a page sends with an action: the part of the rollout that the user saw. */
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

/** The `test` operations for what the user saw. Absent members were compared when planning. */
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

/** Members of what the user saw that a guard compares. */
export const guardMembers = (guard: Guard): ReadonlyArray<keyof SeenState> =>
  guard === 'step'
    ? ['uid', 'currentPodHash', 'currentStepIndex']
    : ['uid', 'currentPodHash'];

function position(core: RolloutSummary): string {
  const { currentPodHash, stepIndex, stepCount } = core;
  const step =
    stepIndex === undefined
      ? ''
      : ` at step ${Math.min(stepIndex + 1, stepCount)} of ${stepCount}`;
  return `revision ${currentPodHash || 'unknown'}${step}`;
}

/** Where a rollout is now that changed since the user looked. */
export function changedSentence(core: RolloutSummary, seen: SeenState): string {
  const { name } = core.ref;
  return core.uid === seen.uid
    ? `${name} changed since you looked: it is now on ${position(core)}.`
    : `${name} changed since you looked: it was deleted and created again.`;
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
