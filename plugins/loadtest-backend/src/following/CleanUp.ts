import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { Ending } from '../database/RunStore';
import { Runner, RunPlan } from '../runners/types';

/** What cannot be removed by then is reported, and the run is over. */
const REMOVE_MS = 300_000;

/** How far the clean-up of a run has come. */
export interface CleanedUp {
  /** Nothing of the run lives: that was looked up. */
  gone: boolean;
  /** Nothing is tried any more. */
  over: boolean;
  /** What is in the way, one or more sentences. */
  problem?: string;
}

/** Locust's own report; undefined where it cannot be had. */
export async function reportOf(
  runner: Runner,
  plan: RunPlan,
  logger: LoggerService,
): Promise<string | undefined> {
  try {
    return await runner.report(plan);
  } catch (error) {
    logger.warn(`Report of load run ${plan.id}: ${stringifyError(error)}`);
    return undefined;
  }
}

/** Removes what is there of a run, and looks what is left. Never throws. */
export async function cleanUp(
  runner: Runner,
  plan: RunPlan,
  { ending, now }: { ending: Ending; now: Date },
): Promise<CleanedUp> {
  const late = now.getTime() - Date.parse(ending.at) > REMOVE_MS;
  try {
    await runner.remove(plan);
    const left = await runner.leftovers(plan);
    return left.length === 0
      ? { gone: true, over: true }
      : {
          gone: false,
          over: late,
          problem: `Still there: ${left.join(', ')}.`,
        };
  } catch (error) {
    return {
      gone: false,
      over: late,
      problem: `What is left of it cannot be removed: ${
        error instanceof Error ? error.message : String(error)
      }`,
    };
  }
}
