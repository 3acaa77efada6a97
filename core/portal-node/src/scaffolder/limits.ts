import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** What one run of a template may use. */
export interface Limits {
  /** For how long it may compute without a pause, as in one regular expression. */
  stalledSeconds: number;
  /** Processor time in all. */
  cpuSeconds: number;
  /** Time from start to end; of dry runs and checks only, because a task may wait for others. */
  dryRunSeconds: number;
  memoryMb: number;
  /** Files that it writes. */
  workspaceMb: number;
  /** Messages in its log. */
  logMessages: number;
  /** Dry runs and checks at once. Tasks have `scaffolder.concurrentTasksLimit`. */
  concurrentDryRuns: number;
}

const DEFAULTS: Limits = {
  stalledSeconds: 5,
  cpuSeconds: 30,
  dryRunSeconds: 60,
  memoryMb: 128,
  workspaceMb: 50,
  logMessages: 5000,
  concurrentDryRuns: 2,
};

/** Reads `slipway.templates`. */
export function readLimits(config: Config): Limits {
  const limits = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS) as Array<keyof Limits>) {
    const path = `slipway.templates.${key}`;
    const value = config.getOptionalNumber(path) ?? DEFAULTS[key];
    if (!(value > 0)) {
      throw new InputError(`${path} must be more than 0, and is ${value}`);
    }
    limits[key] = value;
  }
  return limits;
}
