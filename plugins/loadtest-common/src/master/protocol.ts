import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';

/** Where the prelude answers on the master: `GET ?since=<seq>`. */
export const MASTER_STATUS_PATH = '/slipway/v1/status';

/** Counters of one endpoint since the start of the run. They only grow. */
export interface MasterEntry {
  method: string;
  name: string;
  /** Finished requests, failed ones too. */
  requests: number;
  failures: number;
  /** ms */
  sumMs: number;
  minMs?: number;
  maxMs?: number;
  /** Requests by response time in ms, rounded to `significantDigits`: a cumulative histogram. */
  times: Record<string, number>;
}

/** The counters at one moment. The master takes one every `sampleSeconds` and keeps them. */
export interface MasterSample {
  /** Counts from 1 without a gap. */
  seq: number;
  /** Seconds since the start of the run, by the clock of the master. */
  at: number;
  users: number;
  wantedUsers: number;
  /** Workers that answer. */
  workers: number;
  missingWorkers: number;
  /** Percent of one core of the busiest worker; null before the first report. */
  maxCpuPercent: number | null;
  entries: MasterEntry[];
}

export interface MasterWorker {
  id: string;
  /** In Locust's words: ready, spawning, running, missing, stopped. */
  state: string;
  users: number;
  cpuPercent: number | null;
  memoryBytes: number | null;
}

export interface MasterError {
  method: string;
  name: string;
  error: string;
  occurrences: number;
}

/** What the master of one run answers. */
export interface MasterStatus {
  protocol: 1;
  /** Id of the run, so that nobody reads the master of another. */
  run: string;
  /** Version of Locust. */
  locust: string;
  /** Set by a master that only behaves like one. */
  simulated?: boolean;
  significantDigits: number;
  sampleSeconds: number;
  /** In Locust's words: ready, spawning, running, cleanup, stopping, stopped. */
  state: string;
  /** Seconds since the epoch, by the clock of the master; null before the first user. */
  startedAt: number | null;
  /** True once users are 0 after the end of the run; the last sample has everything then. */
  finished: boolean;
  /** Whether the whole curve was run. */
  complete: boolean;
  workers: MasterWorker[];
  /** At most 100, the most frequent first. */
  errors: MasterError[];
  /** Samples after `since`, at most 200, in order. */
  samples: MasterSample[];
  /** The last sample that there is. */
  lastSeq: number;
}

const number = z.number();
const count = z.number().int().nonnegative();

const entrySchema = z.object({
  method: z.string().max(20),
  name: z.string().max(500),
  requests: count,
  failures: count,
  sumMs: number,
  minMs: number.optional(),
  maxMs: number.optional(),
  times: z.record(z.string().regex(/^\d+$/), count),
} satisfies ShapeOf<MasterEntry>);

/** Checks one sample. */
export const masterSampleSchema: ValueSchema<MasterSample> = z.object({
  seq: count,
  at: number,
  users: count,
  wantedUsers: count,
  workers: count,
  missingWorkers: count,
  maxCpuPercent: number.nullable(),
  entries: z.array(entrySchema).max(500),
} satisfies ShapeOf<MasterSample>);

/** Checks what a master answers. */
export const masterStatusSchema: ValueSchema<MasterStatus> = z.object({
  protocol: z.literal(1),
  run: z.string(),
  locust: z.string().max(50),
  simulated: z.boolean().optional(),
  significantDigits: count,
  sampleSeconds: number,
  state: z.string().max(30),
  startedAt: number.nullable(),
  finished: z.boolean(),
  complete: z.boolean(),
  workers: z
    .array(
      z.object({
        id: z.string(),
        state: z.string(),
        users: count,
        cpuPercent: number.nullable(),
        memoryBytes: number.nullable(),
      } satisfies ShapeOf<MasterWorker>),
    )
    .max(1000),
  errors: z
    .array(
      z.object({
        method: z.string(),
        name: z.string(),
        error: z.string(),
        occurrences: count,
      } satisfies ShapeOf<MasterError>),
    )
    .max(100),
  samples: z.array(masterSampleSchema).max(200),
  lastSeq: count,
} satisfies ShapeOf<MasterStatus>);
