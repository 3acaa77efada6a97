import { RolloutCore } from '../../types';
import { walkBlueGreen } from './blueGreen';
import { walkCanary, weightAt } from './canary';
import { isCutOver, pauseReasons } from './facts';
import { PredictedRest } from './types';

const weightNow = (core: RolloutCore) =>
  core.inProgress ? weightAt(core.steps, core.stepIndex ?? 0) : 100;

const pausesNow = (core: RolloutCore) =>
  core.pauses.map(({ reason, endsAt }) => ({
    reason,
    ...(endsAt ? { endsAt } : {}),
  }));

/** Index of the current step, for a canary with steps. */
export const stepNow = (core: RolloutCore): { next?: number } =>
  core.strategy === 'canary' &&
  core.stepCount > 0 &&
  core.stepIndex !== undefined
    ? { next: core.stepIndex }
    : {};

/** Current step and the percent of traffic asked for there. */
export function placeNow(core: RolloutCore): {
  step?: number;
  setWeight?: number;
} {
  const { next } = stepNow(core);
  return {
    ...(next === undefined ? {} : { step: next }),
    ...(core.strategy === 'canary'
      ? { setWeight: core.aborted ? 0 : weightNow(core) }
      : {}),
  };
}

/** Where it stands now: what holds when an action changes nothing. */
export function restNow(core: RolloutCore): PredictedRest {
  const canary = core.strategy === 'canary';
  const place = placeNow(core);
  if (core.aborted) return { ...place, kind: 'aborted', pauses: [] };
  if (core.specPaused) {
    return { ...place, kind: 'held', pauses: pausesNow(core) };
  }
  if (pauseReasons(core).length > 0) {
    return { ...place, kind: 'pause', pauses: pausesNow(core) };
  }
  if (!core.inProgress) return { ...place, kind: 'finished', pauses: [] };
  return canary
    ? walkCanary(core, core.stepIndex ?? 0).rest
    : walkBlueGreen(core, isCutOver(core) ? 'cut-over' : 'start').rest;
}
