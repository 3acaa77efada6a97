import { JsonObject } from '@backstage/types';
import { RolloutCore } from '../types';

/** Where an update stands, for the record. */
export function placeOf(core: RolloutCore): JsonObject {
  return {
    phase: core.phase,
    paused: core.specPaused,
    pauses: core.pauses.map(pause => pause.reason),
    ...(core.stepIndex === undefined
      ? {}
      : { step: `${core.stepIndex}/${core.stepCount}` }),
    ...(core.setWeight === undefined ? {} : { setWeight: core.setWeight }),
  };
}

/** The step after the current one, for the record. */
export const stepAfter = (core: RolloutCore): JsonObject =>
  core.stepIndex === undefined
    ? {}
    : {
        step: `${Math.min(core.stepIndex + 1, core.stepCount)}/${
          core.stepCount
        }`,
      };
