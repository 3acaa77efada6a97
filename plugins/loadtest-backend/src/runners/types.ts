import { Actor } from '@slipway/plugin-clusters-common';
import {
  CurvePoint,
  MasterStatus,
  RunnerName,
  UserClass,
} from '@slipway/plugin-loadtest-common';

/** Everything that a runner needs to start, find and end a run; kept with the run, so that the next start of the portal has it. */
export interface RunPlan {
  id: string;
  runner: RunnerName;
  cluster: string;
  namespace: string;
  /** Address of the target as pods of the cluster reach it. */
  url: string;
  points: CurvePoint[];
  userClasses: UserClass[];
  workers: number;
  peakUsers: number;
  sampleSeconds: number;
  /** Every process ends by itself after so many seconds. */
  deadlineSeconds: number;
  /** Content of the locustfile. */
  locustfile: string;
  actor: Actor;
}

/** What a look at a run found. */
export type Reading =
  | { state: 'answered'; status: MasterStatus }
  /** The master is not there yet, or does not answer now: one sentence. */
  | { state: 'silent'; reason: string }
  /** There is no master and there will be none: one sentence. */
  | { state: 'gone'; reason: string };

/** Where master and workers run. Nothing of a run is kept in memory: each method works after a restart of the portal. */
export interface Runner {
  readonly name: RunnerName;
  /** Why it cannot load this target, one sentence; undefined when it can. */
  refusal(target: {
    cluster: string;
    namespace: string;
    url: string;
  }): string | undefined;
  /** Tries what `start` will write; absent where nothing can be tried. @throws what is refused; nothing was changed */
  check?(plan: RunPlan): Promise<void>;
  /** Starts master and workers. When it throws, `remove` is called. */
  start(plan: RunPlan): Promise<void>;
  /** What the master says, with the samples after `since`. Never throws. */
  read(plan: RunPlan, since: number): Promise<Reading>;
  /** Asks the master to take all users away. Whether it did shows in the next readings. */
  stop(plan: RunPlan): Promise<void>;
  /** Locust's own report, where it can be had. */
  report(plan: RunPlan): Promise<string | undefined>;
  /** Ends and deletes what is there of a run. */
  remove(plan: RunPlan): Promise<void>;
  /** Deletes what is kept of a run outside of the database; absent where nothing is. */
  forget?(plan: RunPlan): Promise<void>;
  /** What still lives of a run, in words; empty when nothing does. */
  leftovers(plan: RunPlan): Promise<string[]>;
}
