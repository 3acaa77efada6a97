import { leftoverSentence } from '../derive/servingWords';
import { RolloutCore } from '../types';

export const isInvalid = (core: RolloutCore) =>
  core.phase === 'Degraded' && core.message.startsWith('InvalidSpec');

export const isUnpausing = (core: RolloutCore) =>
  core.controllerPause && !core.pauseConditions;

export const INVALID =
  'The spec is invalid: the controller does nothing until it is corrected.';
export const UNOBSERVED =
  'The controller has not yet seen the last change of the spec; this would be lost. Wait a moment.';
export const UNPAUSING =
  'It was promoted and the controller is about to continue. If nothing happens within a minute, pause and resume it: that wakes the controller.';
const FIRST =
  'This is the first deployment: there is no stable revision yet, and steps are not run.';
const STABLE =
  'Nothing is being rolled out: the current revision is already stable.';

/** Nothing is being rolled out; after a rollback an earlier revision can still have traffic. */
export const idle = (core: RolloutCore) => {
  const leftover = leftoverSentence(core);
  return leftover
    ? `The current revision is already stable. ${leftover}`
    : STABLE;
};

/** What holds for every action that moves an update along. */
export function blockedUpdate(core: RolloutCore): string | undefined {
  if (isInvalid(core)) return INVALID;
  if (!core.observed) return UNOBSERVED;
  if (core.stableHash === undefined) return FIRST;
  return undefined;
}
