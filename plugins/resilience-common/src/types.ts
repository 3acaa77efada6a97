import { Environment } from '@slipway/plugin-clusters-common';
import { GoldenMetric } from '@slipway/plugin-metrics-common';
import { PartCheck, PartKind, PartPhase } from '@slipway/plugin-work-common';

/** Which side of its limit a metric must be on. */
export const DIRECTIONS = ['atMost', 'atLeast'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/**
 * When a threshold must hold. `always`: from the baseline to the end of the
 * recovery. `recovers`: it may break while something is injected, and must hold
 * again within the recovery.
 */
export const EXPECTATIONS = ['always', 'recovers'] as const;
export type Expectation = (typeof EXPECTATIONS)[number];

/**
 * The limit of a threshold. `absolute`: in the unit of the metric (a ratio
 * between 0 and 1, req/s, ms). `baseline`: a percentage of the median of the
 * baseline's samples; 150 is one and a half times of it.
 */
export type Limit =
  | { kind: 'absolute'; value: number }
  | { kind: 'baseline'; percent: number };

/** One rule of the steady state. */
export interface Threshold {
  /** Unique in its design: `t1`. */
  id: string;
  metric: GoldenMetric;
  direction: Direction;
  limit: Limit;
  expect: Expectation;
}

/** What is expected of the service. */
export interface Hypothesis {
  /** Time over which each sample is measured, in seconds. */
  windowSeconds: number;
  /** Samples in a row that break the steady state, or restore it. */
  consecutive: number;
  thresholds: Threshold[];
}

/** A part on the timeline. */
export interface PartDesign {
  /** Unique in its design: `p1`. */
  id: string;
  kind: PartKind;
  /** Which of the offers of its provider: `spike`, `pod-kill`. */
  offer: string;
  title: string;
  /** What the schema of the offer asks for. */
  args: object;
  /** Its start, in seconds from the start of the run. */
  startSeconds: number;
  /** From its start to its planned end, as its check says; the portal takes that of the check at launch. 0: at once. */
  durationSeconds: number;
}

/** Stops a run when the service is hurt more than it should be. */
export interface StopRule {
  /** How far a value is beyond its limit, in percent of the limit. */
  byPercent: number;
  /** For how long, without a sample that is not. */
  forSeconds: number;
}

/** A run as it is designed, without where it takes place. */
export interface DesignSpec {
  title: string;
  /** Name of the workload whose metrics are judged; left out where the entity has one there. */
  workload?: string;
  hypothesis: Hypothesis;
  parts: PartDesign[];
  /** Before the first fault (without a fault: the first load). */
  baselineSeconds: number;
  /** After the last fault (without a fault: the last load). */
  recoverySeconds: number;
  /** Left out: only a part that fails stops the run. */
  stop?: StopRule;
}

/** Where a run takes place. */
export interface RunPlace {
  /** `component:default/order-service` */
  entityRef: string;
  cluster: string;
  namespace: string;
}

export interface Design extends DesignSpec, RunPlace {}

/** A design that was saved to be run again. */
export interface SavedDesign extends RunPlace {
  id: string;
  /** Unique for its entity. */
  name: string;
  design: DesignSpec;
  savedBy: string;
  /** ISO time. */
  savedAt: string;
}

/** What is wrong with a design: the field, as `parts.0.startSeconds`, and the rule that it breaks. */
export interface DesignProblem {
  field: string;
  rule: string;
  message: string;
}

/** Limits of joint runs, from `slipway.resilience`. */
export interface RunLimits {
  maxDurationSeconds: number;
  minBaselineSeconds: number;
  minRecoverySeconds: number;
  maxParts: number;
  /** Time between samples. */
  sampleSeconds: number;
}

/** A stretch of the timeline, in seconds from the start of the run. */
export interface Span {
  phase: SpanPhase;
  from: number;
  to: number;
}

export const SPAN_PHASES = ['baseline', 'inject', 'recover'] as const;
export type SpanPhase = (typeof SPAN_PHASES)[number];

/** One part on its lane; parts that overlap are on lanes of their own. */
export interface LanePart {
  partId: string;
  kind: PartKind;
  title: string;
  lane: number;
  from: number;
  to: number;
}

/** A design, or a run, over its time. */
export interface Timeline {
  spans: Span[];
  parts: LanePart[];
  lanes: number;
  /** Planned end, in seconds from the start. */
  endSeconds: number;
}

/**
 * Where the execution stands; says nothing of the service. `stopping`: nothing
 * more is started, parts are being ended. `finished`: it went to its planned
 * end. `stopped`: it was ended early. `failed`: it could not be carried out.
 */
export const RUN_STATES = [
  'starting',
  'baseline',
  'injecting',
  'recovering',
  'stopping',
  'finished',
  'stopped',
  'failed',
] as const;
export type RunState = (typeof RUN_STATES)[number];

export type VerdictOutcome = 'pass' | 'fail' | 'inconclusive';

/** What ended a run early. */
export const STOP_CAUSES = [
  'user',
  'steady-state',
  'baseline',
  'part',
  'portal',
] as const;
export type StopCause = (typeof STOP_CAUSES)[number];

export interface RunStop {
  /** ISO time. */
  at: string;
  cause: StopCause;
  /** Who, where it was a user: an entity reference. */
  by?: string;
  /** One sentence. */
  reason: string;
}

/** A part of a run as lists show it. */
export interface PartSummary {
  id: string;
  kind: PartKind;
  /** Which of the offers of its provider. */
  offer: string;
  title: string;
}

/** A run in a list. */
export interface RunRow extends RunPlace {
  id: string;
  title: string;
  workload: string;
  environment: Environment;
  state: RunState;
  startedBy: string;
  /** ISO time of its start: 0 of its timeline. */
  createdAt: string;
  /** ISO time of its planned end. */
  plannedEndAt: string;
  endedAt?: string;
  parts: PartSummary[];
  verdict?: { outcome: VerdictOutcome; reason: string; final: boolean };
  /** Of the saved design that it was started from. */
  designId?: string;
  stop?: RunStop;
  /** What went wrong with the execution, one sentence. */
  problem?: string;
}

/** A part of a run. */
export interface RunPart extends PartDesign {
  /** `waiting`: not asked for yet. `skipped`: the run ended before. Else the phase of its provider. */
  phase: PartPhase | 'waiting' | 'skipped';
  /** Where it stands, in words. */
  state: string;
  /** How its provider finds it. */
  ref?: string;
  /** ISO time at which it was asked for. */
  startedAt?: string;
  /** ISO time from which its effect was proved. */
  effectiveAt?: string;
  /** ISO time from which its effect was gone. */
  effectEndedAt?: string;
  outcome?: 'completed' | 'stopped' | 'failed';
  reason?: string;
  verdict?: { outcome: VerdictOutcome; reasons: string[] };
  /** Its page in the portal. */
  path?: string;
  /** What it touches, as its check said at the launch. */
  touches: string[];
}

/** Time in which the engine took no samples, although the run was under way. */
export interface Absence {
  /** ISO times. */
  from: string;
  to: string;
  reason: string;
}

/** A canary that was under way during a run. */
export interface CanarySeen {
  /** Hashes of the pod templates. */
  stable: string;
  canary: string;
  /** ISO times between which it was seen. */
  from: string;
  to: string;
}

/** A run as its page has it. */
export interface RunDetail extends Omit<RunRow, 'parts'> {
  design: DesignSpec;
  parts: RunPart[];
  sampleSeconds: number;
  /** ISO time from which the first fault (without a fault: load) had its effect. */
  injectedAt?: string;
  /** ISO time from which the effect of the last one was gone: recovery is measured from it. */
  faultEndedAt?: string;
  absences: Absence[];
  canaries: CanarySeen[];
  /** ISO time at which its samples were deleted, past their retention. */
  samplesGoneAt?: string;
}

/** Whose figures: of all pods of the workload, or of one revision while a canary is under way. */
export const REVISIONS = ['all', 'stable', 'canary'] as const;
export type Revision = (typeof REVISIONS)[number];

/** What was measured of one revision at one time. */
export interface Reading {
  /** In the units of the metrics; a metric that was not measured is not there. */
  values: Partial<Record<GoldenMetric, number>>;
  /** Why a metric is not there: `no traffic`, or why it is unknown. */
  empty: Partial<Record<GoldenMetric, string>>;
}

/** One sample. `seq` counts from 1. */
export interface Sample {
  seq: number;
  /** ISO time. */
  at: string;
  all: Reading;
  /** While a canary is under way. */
  stable?: Reading;
  canary?: Reading;
}

/** Figures of one metric over one stretch of a run. */
export interface WindowFigures {
  /** Samples with a value. */
  samples: number;
  /** Samples without one. */
  empty: number;
  /** In the unit of the metric; absent without a value. */
  median?: number;
  min?: number;
  max?: number;
}

/** Figures before, while and after something was injected. */
export interface WindowsFigures {
  before: WindowFigures;
  during: WindowFigures;
  after: WindowFigures;
}

/** How one threshold was judged for one revision. */
export interface ThresholdResult {
  thresholdId: string;
  revision: Revision;
  outcome: VerdictOutcome;
  /** In the unit of the metric; absent while, or when, it could not be derived from the baseline. */
  limit?: number;
  figures: WindowsFigures;
  /** ISO times at which it was broken, from the first sample of the row to its last. */
  broken: Array<{ from: string; to: string; samples: number }>;
  reason: string;
}

/**
 * How long the service took from the end of the fault to the first of N
 * consecutive samples in which every threshold holds. `within`: it did.
 * `not-within`: not before the run ended. `unknown`: not known.
 */
export interface Recovery {
  revision: Revision;
  state: 'within' | 'not-within' | 'unknown';
  seconds?: number;
  /** The sample that ended it; ISO time. */
  at?: string;
  /** Time for which it was watched after the end of the fault, in seconds. */
  watchedSeconds: number;
  consecutive: number;
  everySeconds: number;
  /** Each sample covers so much time before it: the figure is that much too long at most. */
  windowSeconds: number;
  /** One sentence. */
  reason: string;
}

/** What a run says of the service. */
export interface Verdict {
  outcome: VerdictOutcome;
  /** False while the run is under way. */
  final: boolean;
  /** Most telling first, one sentence each. */
  reasons: string[];
  thresholds: ThresholdResult[];
  recovery: Recovery[];
  /** Samples of all pods, by stretch: with a value of each judged metric, and without. */
  samples: Record<SpanPhase, { full: number; empty: number }>;
}

/** Everything that is kept of a run. */
export interface RunSeries {
  run: RunDetail;
  samples: Sample[];
  verdict?: Verdict;
}

/** One verdict in a score. */
export interface ScorePart {
  runId: string;
  title: string;
  outcome: Exclude<VerdictOutcome, 'inconclusive'>;
  /** ISO time of its end. */
  at: string;
  /** By what was tried: more for load and faults together, and for production. */
  weight: number;
  /** Share of its weight that still counts, 0 to 1. */
  freshness: number;
}

/** How well a service withstood what was tried on it. */
export interface Score {
  entityRef: string;
  /** ISO time for which it holds. */
  at: string;
  /** 0 to 100; absent: there is no verdict that counts. */
  value?: number;
  /** How it comes about, one sentence each, most telling first. */
  because: string[];
  parts: ScorePart[];
  /** Runs without a verdict that counts: inconclusive. */
  inconclusive: number;
}

/** One figure of the course of a score. */
export interface ScorePoint {
  /** ISO time. */
  at: string;
  /** Absent: there was no verdict that counted. */
  value?: number;
}

/** `GET …/score` */
export interface ScoreAnswer {
  score: Score;
  /** Oldest first, one for each day of the last 90, and now. */
  course: ScorePoint[];
}

/** One line of the table of a report. */
export interface ReportFigure {
  /** `p95 latency of the canary` */
  title: string;
  unit: 'ratio' | 'req/s' | 'ms';
  revision: Revision;
  figures: WindowsFigures;
  limit?: number;
  direction?: Direction;
  outcome?: VerdictOutcome;
}

/** A run for readers who do not know the tools; from what is stored only. */
export interface Report {
  run: RunDetail;
  /** One sentence: what the run says of the service. */
  headline: string;
  /** Sentences. */
  tried: string[];
  expected: string[];
  happened: string[];
  figures: ReportFigure[];
  /** Stretches as they were, ISO times. */
  windows: Array<{ phase: SpanPhase; from: string; to: string }>;
  verdict?: Verdict;
  /** How the figures were taken: interval, window, counts. */
  method: string[];
}

/** A joint run that is under way on a target. */
export interface RunningThere {
  id: string;
  title: string;
  startedBy: string;
  /** ISO 8601. */
  since: string;
}

/** A place in which a run can be made. */
export interface PlaceOption {
  cluster: string;
  namespace: string;
  environment: Environment;
  /** Workloads of the entity there, whose metrics can be judged. */
  workloads: string[];
  /** A joint run that is under way there. */
  running?: RunningThere;
  /** Why none can be made there now, one sentence. */
  refused?: string;
}

/** `GET /entities/…/options` */
export interface OptionsAnswer {
  places: PlaceOption[];
  /** Kinds of parts that no installed plugin offers, with what that means. */
  missing: Array<{ kind: PartKind; reason: string }>;
  limits: RunLimits;
  /** A design to start from. */
  suggested: DesignSpec;
}

/** `POST …/check` */
export interface CheckAnswer {
  problems: DesignProblem[];
  /** The joint run that its target has; among `refusals` too. */
  running?: RunningThere;
  /** Why it may not be launched now, one sentence each; also those of the parts, with their titles. */
  refusals: string[];
  warnings: string[];
  /** By part. */
  parts: Array<{ partId: string; check: PartCheck }>;
  /** With the durations of the checks. */
  timeline: Timeline;
}
