import {
  EndpointRow,
  ErrorRow,
  MasterSample,
  RunDetail,
  SamplePoint,
  Verdict,
  WorkerRow,
} from '@slipway/plugin-loadtest-common';
import { RunArchive } from '@slipway/plugin-portal-node/retention';
import { RunPlan } from '../runners/types';

/** What changes while a run is followed, beside its samples. */
export interface RunTables {
  endpoints: EndpointRow[];
  errors: ErrorRow[];
  workers: WorkerRow[];
}

/** How a run ended; kept before anything of it is removed. */
export interface Ending {
  state: 'finished' | 'stopped' | 'failed';
  /** ISO time. */
  at: string;
  problem?: string;
  /** Locust's report has not been asked for yet: it is, once, before anything is removed. */
  reportDue?: true;
}

/** A run with what only the backend needs. */
export interface StoredRun {
  detail: RunDetail;
  plan: RunPlan;
  lastSeq: number;
  tables: RunTables;
  verdict?: Verdict;
  ending?: Ending;
}

/** One step of a run, kept as a whole. */
export interface RunStep {
  detail: RunDetail;
  samples?: ReadonlyArray<{ point: SamplePoint; sample: MasterSample }>;
  tables?: RunTables;
  verdict?: Verdict;
  report?: string;
  ending?: Ending;
}

/** What became of opening a run. */
export type Opening =
  | { state: 'opened' }
  /** The same was ordered before; nothing was kept. */
  | { state: 'ordered'; run: RunDetail }
  /** The target is being loaded; nothing was kept. */
  | { state: 'taken'; run: RunDetail };

/** Whoever launches a run and says nothing for so long is gone: others follow it. */
export const LAUNCH_LEASE_MS = 15_000;

/** Where runs are kept. What is too old is counted from the launch; Locust's report goes with the samples. */
export interface RunStore extends RunArchive {
  /**
   * Keeps a new run unless its target is being loaded. Nobody follows it until
   * `release`, or for {@link LAUNCH_LEASE_MS} without a `renew`.
   *
   * @param order - unique for what is ordered: the same again opens nothing
   */
  open(
    owner: string,
    detail: RunDetail,
    plan: RunPlan,
    order?: string,
  ): Promise<Opening>;
  /** The run that was opened by an order. */
  ordered(order: string): Promise<RunDetail | undefined>;
  /** All runs that have not ended, oldest first. */
  listActive(): Promise<RunDetail[]>;
  /** The run is still being started: nobody follows it before then. */
  renew(owner: string, id: string, until: Date): Promise<void>;
  /** The run was started: from now on it is followed. */
  release(owner: string, id: string): Promise<void>;
  find(id: string): Promise<StoredRun | undefined>;
  /** The active run of a target. */
  active(target: {
    cluster: string;
    namespace: string;
    url: string;
  }): Promise<RunDetail | undefined>;
  /** Newest first. */
  list(filter: { entityRef?: string; limit: number }): Promise<RunDetail[]>;
  /** Runs of some entities that touch a range, newest first; of more than `limit` the others are counted. */
  between(query: {
    entityRefs: readonly string[];
    /** ms since the epoch. */
    from: number;
    to: number;
    limit: number;
  }): Promise<{ runs: RunDetail[]; leftOut: number }>;
  points(id: string): Promise<SamplePoint[]>;
  /** The last sample at or before a sequence number; the last of all without one. */
  sample(id: string, seq?: number): Promise<MasterSample | undefined>;
  /** Samples in their order, one part after the other, so that a long run is never in memory as a whole. */
  samples(id: string, afterSeq: number, limit: number): Promise<MasterSample[]>;
  report(id: string): Promise<string | undefined>;
  /** Takes the active runs that nobody else follows now; for so many ms they are this owner's. */
  claim(owner: string, now: Date, forMs: number): Promise<string[]>;
  /** Keeps a step; a run that has ended gives its target free. Only the owner of the lease may. */
  step(owner: string, step: RunStep): Promise<boolean>;
  /** Asks the follower of a run to stop it. @returns false when it has ended or is stopping */
  requestStop(
    id: string,
    stop: { at: string; by: string; reason: string },
  ): Promise<boolean>;
}
