import {
  RunDetail,
  RunStop,
  Sample,
  SavedDesign,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { RunArchive } from '@slipway/plugin-portal-node/retention';

/** A run with what only the engine needs. */
export interface StoredRun {
  detail: RunDetail;
  verdict?: Verdict;
  /** ISO time of the last step of the engine; undefined before the first. */
  steppedAt?: string;
}

/** One step of a run, kept as a whole. */
export interface RunStep {
  detail: RunDetail;
  /** ISO time of this step. */
  at: string;
  sample?: Sample;
  verdict: Verdict;
}

/** Where runs and designs are kept. What is too old is counted from its end, as verdicts are. */
export interface ResilienceStore extends RunArchive {
  /**
   * Keeps a new run for its owner, unless its target has an active one.
   *
   * @param leaseMs - for so long nobody else takes it over
   * @returns the active run of the target where there is one, and then nothing is kept
   */
  open(
    owner: string,
    detail: RunDetail,
    leaseMs: number,
  ): Promise<RunDetail | undefined>;
  find(id: string): Promise<StoredRun | undefined>;
  /** The active run of a target. */
  active(target: {
    cluster: string;
    namespace: string;
    workload: string;
  }): Promise<RunDetail | undefined>;
  /** Active runs, oldest first. */
  allActive(): Promise<RunDetail[]>;
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
  /** In their order. */
  samples(id: string): Promise<Sample[]>;
  /** Takes the active runs that nobody else follows now; for so many ms they are this owner's. */
  claim(owner: string, now: Date, forMs: number): Promise<string[]>;
  /** Gives all runs of an owner free, for another replica. */
  release(owner: string): Promise<void>;
  /**
   * Keeps a step; a run that has ended gives its target free.
   *
   * @returns the run as it is kept, with a stop that was asked for meanwhile; undefined for anybody but the owner of the lease, and then nothing is kept
   */
  step(owner: string, step: RunStep): Promise<RunDetail | undefined>;
  /** Asks the engine to stop a run. @returns false when it has ended or is stopping */
  requestStop(id: string, stop: RunStop): Promise<boolean>;

  /** Saved designs of an entity, by name. */
  designs(entityRef: string): Promise<SavedDesign[]>;
  /** Keeps a design in place of one of the same name. @returns its id */
  saveDesign(saved: SavedDesign): Promise<string>;
  /** @returns false when there is none */
  deleteDesign(entityRef: string, id: string): Promise<boolean>;
}
