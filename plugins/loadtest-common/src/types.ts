import { Environment } from '@slipway/plugin-clusters-common';

/** Names of the profiles, in the order in which they are offered. */
export const PROFILES = ['load', 'stress', 'spike', 'endurance'] as const;

/** What a profile finds out: `load` expected traffic, `stress` where it breaks, `spike` a sudden rush, `endurance` what builds up. */
export type ProfileName = (typeof PROFILES)[number];

/** Names of the runners. */
export const RUNNERS = ['kubernetes', 'local'] as const;

/** Where master and workers run. */
export type RunnerName = (typeof RUNNERS)[number];

/** A class of simulated users in the locustfile. */
export interface UserClass {
  /** Name of the Python class. */
  name: string;
  /** Share among the classes; set on the class by the prelude. */
  weight: number;
  /** Seconds from the start of one task to the start of the next; set on the class by the prelude. */
  pacingSeconds: number;
  /** Requests that one task sends. */
  requestsPerTask: number;
}

/** Where the load goes in one environment. */
export interface SuiteTarget {
  environment: Environment;
  cluster: string;
  namespace: string;
  /** Base address as pods of the cluster reach it: `http://order-service.ecommerce:8300`. */
  url: string;
}

/** A point of the curve; between two points users change evenly. */
export interface CurvePoint {
  /** Seconds since the start. */
  at: number;
  users: number;
}

/** A part of a profile, to be drawn as a span. */
export interface Phase {
  name: string;
  /** Seconds since the start. */
  from: number;
  to: number;
}

/** Users over time. Bounded: the last point is the end of the run. */
export interface Curve {
  points: CurvePoint[];
  phases: Phase[];
  durationSeconds: number;
  peakUsers: number;
}

/** One profile of a suite with its curve. */
export interface SuiteProfile {
  name: ProfileName;
  curve: Curve;
  /** Left out of every judgement, seconds since the start. */
  warmUpSeconds: number;
}

/** What a threshold is about. */
export type ThresholdMetric =
  | { kind: 'percentile'; /** 0.95 */ quantile: number }
  | { kind: 'failureRatio' }
  | { kind: 'throughput' };

/** A limit that a run must keep. */
export interface Threshold {
  /** Stable within the suite: its place in the list. */
  id: string;
  metric: ThresholdMetric;
  /** `atMost` for percentiles (ms) and failureRatio (0 to 1), `atLeast` for throughput (requests per second). */
  direction: 'atMost' | 'atLeast';
  limit: number;
  /** `GET /order-service/api/orders`; absent: all requests together. */
  endpoint?: string;
  /** Judged on every window of this length; absent: on the whole run after the warm-up. */
  windowSeconds?: number;
  /** The run is stopped when it is breached. */
  stopOnBreach: boolean;
}

/** A `loadtest.yaml`, valid. */
export interface Suite {
  /** Name in pages. */
  name: string;
  description?: string;
  /** Path of the locustfile beside `loadtest.yaml`. */
  locustfile: string;
  userClasses: UserClass[];
  targets: SuiteTarget[];
  profiles: SuiteProfile[];
  thresholds: Threshold[];
}

/** What is wrong in a file, and where. Lines and columns count from 1. */
export interface SuiteError {
  line: number;
  column: number;
  /** `profiles.spike.peak` */
  path: string;
  message: string;
}

/** The suite of an entity as it can be read now. */
export type SuiteAnswer =
  | {
      state: 'valid';
      suite: Suite;
      /** Changes with the content of suite and locustfile; sent with a launch. */
      hash: string;
      targets: TargetOffer[];
    }
  | { state: 'absent'; reason: string }
  | { state: 'unreadable'; reason: string }
  | { state: 'invalid'; errors: SuiteError[] };

/** What a run may be at a target, by the guardrails of its environment. */
export interface LaunchLimits {
  maxUsers: number;
  maxDurationSeconds: number;
  /** The environment in words. */
  where: string;
  /** Users that the most workers carry. */
  workerUsers: number;
  /** Why nothing is allowed there, one sentence. */
  refused?: string;
  /** Why somebody else must allow each run, one sentence; absent where nobody must. */
  approval?: string;
}

/** A target of the suite as a launch sees it. */
export interface TargetOffer {
  target: SuiteTarget;
  /** By the cluster's declaration, which guardrails go by; the suite's own word counts for nothing. */
  environment: Environment;
  /** Each runner, usable or why not. */
  runners: Array<{ runner: RunnerName; reason?: string }>;
  limits: LaunchLimits;
  /** The run that loads this target now. */
  running?: { id: string; startedBy: string; createdAt: string };
  /** Profiles that the guardrails refuse here, with the rule. */
  refused: Array<{ profile: ProfileName; reason: string }>;
  /** Workers that each profile needs. */
  workers: Array<{ profile: ProfileName; count: number }>;
}

/** Where a run stands. Says nothing of the verdict. */
export type RunState =
  | 'starting'
  | 'running'
  | 'stopping'
  /** Went through its whole curve. */
  | 'finished'
  /** Ended early, by a user, a breach or a halt. */
  | 'stopped'
  /** The execution failed: no verdict on the service follows from that. */
  | 'failed';

export type VerdictOutcome = 'pass' | 'fail' | 'inconclusive';

/** Why a run ended early. */
export interface RunStop {
  at: string;
  /** `user:default/olga`, or `slipway` for a breach. */
  by: string;
  reason: string;
}

/** What ordered a run, where that was not a user at the launch page. */
export interface RunOrigin {
  kind: 'joint-run' | 'schedule';
  /** Id of the part of the joint run, or of the schedule. */
  id: string;
}

/** The latest figures of a run. Absent is unknown. */
export interface RunNow {
  users: number;
  wantedUsers: number;
  requestsPerSecond: number;
  failureRatio?: number;
  p95?: number;
}

/** Figures of a whole run after its warm-up. Absent is unknown. */
export interface RunSummary {
  requests: number;
  failureRatio?: number;
  requestsPerSecond: number;
  /** ms */
  p50?: number;
  p95?: number;
  p99?: number;
}

/** One run, as lists show it. */
export interface RunRow {
  id: string;
  entityRef: string;
  suite: string;
  profile: ProfileName;
  runner: RunnerName;
  environment: Environment;
  cluster: string;
  namespace: string;
  targetUrl: string;
  state: RunState;
  startedBy: string;
  /** ISO times. */
  createdAt: string;
  /** First user; absent before. */
  startedAt?: string;
  endedAt?: string;
  /** The run is over by then, whatever happens to the portal. */
  endsBy: string;
  peakUsers: number;
  durationSeconds: number;
  /** The verdict so far while it runs, the last one after its end. */
  verdict?: { outcome: VerdictOutcome; reason: string; final: boolean };
  stop?: RunStop;
  /** Why the execution failed, or what could not be cleaned up. */
  problem?: string;
  /** While it runs. */
  now?: RunNow;
  /** After its end, where anything was measured. */
  summary?: RunSummary;
}

/** Everything about one run that does not grow with time. */
export interface RunDetail extends RunRow {
  curve: Curve;
  warmUpSeconds: number;
  userClasses: UserClass[];
  thresholds: Threshold[];
  workersWanted: number;
  origin?: RunOrigin;
  /** Of suite and locustfile as they were launched. */
  suiteHash?: string;
  /** ISO time of the first sample that had requests. */
  loadFrom?: string;
  /** ISO time from which the master had no user, or from which nothing of the run lived; absent while that is not verified. */
  loadUntil?: string;
  /** `2.47.0`; absent until the master answered. */
  locustVersion?: string;
  /** The master says that it is simulated: figures are those of the sandbox. */
  simulated?: true;
  /** Significant digits of the histograms: 3 means that 1,234 ms counts as 1,230. */
  significantDigits?: number;
  /** ISO time at which its samples and its report were deleted, past their retention. */
  seriesGoneAt?: string;
  /** Locust's own HTML report was kept. */
  hasReport: boolean;
}

/** One sample of a run for charts. Absent is unknown, never 0. */
export interface SamplePoint {
  seq: number;
  /** Seconds since the start. */
  at: number;
  /** What the curve asked for. */
  wantedUsers: number;
  users: number;
  workers: number;
  /** Workers that do not answer. */
  missingWorkers: number;
  /** The busiest worker, percent of one core. */
  maxCpuPercent?: number;
  /** Users divided by pacing: what the users would send if answers took no time. */
  offeredPerSecond: number;
  /** Since the sample before. */
  requestsPerSecond: number;
  failuresPerSecond: number;
  /** ms, over the window of {@link POINT_WINDOW_SECONDS} that ends here; absent without requests. */
  p50?: number;
  p95?: number;
  p99?: number;
  /** Requests in that window. */
  windowRequests: number;
}

/** One row of the table of endpoints, since the start of the run. */
export interface EndpointRow {
  /** `GET /order-service/api/orders` */
  endpoint: string;
  requests: number;
  failures: number;
  /** 0 to 1; absent without requests. */
  failureRatio?: number;
  requestsPerSecond: number;
  /** ms */
  mean?: number;
  min?: number;
  max?: number;
  p50?: number;
  p95?: number;
  p99?: number;
}

/** Equal failures of one endpoint. */
export interface ErrorRow {
  /** Endpoint and text. */
  key: string;
  endpoint: string;
  message: string;
  occurrences: number;
}

export interface WorkerRow {
  id: string;
  /** In Locust's words: ready, spawning, running, missing. */
  state: string;
  users: number;
  cpuPercent?: number;
  memoryBytes?: number;
}

/** How one threshold came out. */
export interface ThresholdResult {
  threshold: Threshold;
  outcome: VerdictOutcome;
  /** The worst value measured, in the unit of the limit. */
  measured?: number;
  /** End of the window of that value, seconds since the start. */
  at?: number;
  windows: {
    judged: number;
    breached: number;
    /** Had too few requests to be judged. */
    tooFew: number;
  };
  /** Requests that were judged. */
  requests: number;
  /** One sentence. */
  reason: string;
}

/** What a run says of the service. */
export interface Verdict {
  outcome: VerdictOutcome;
  /** False while the run continues. */
  final: boolean;
  /** One sentence each, what decided it first. */
  reasons: string[];
  thresholds: ThresholdResult[];
  /** Requests after the warm-up. */
  requests: number;
}

/** Series and tables of one run, for charts after its end and for comparison. */
export interface RunSeries {
  run: RunDetail;
  points: SamplePoint[];
  endpoints: EndpointRow[];
  errors: ErrorRow[];
  workers: WorkerRow[];
  verdict?: Verdict;
}

/** One run in a comparison: figures over the window that was asked for. */
export interface ComparedRun {
  run: RunRow;
  /** Seconds since the start. */
  window: { from: number; to: number };
  /** Of the whole run; empty where only figures were asked for. */
  points: SamplePoint[];
  /** Of the window. */
  total: EndpointRow;
  endpoints: EndpointRow[];
  /** Why the generator of the load is in doubt within the window, one sentence each. */
  generator: string[];
  /** Of suite and locustfile; absent for runs of before it was kept. */
  suiteHash?: string;
  simulated?: true;
  significantDigits?: number;
  warmUpSeconds: number;
}
