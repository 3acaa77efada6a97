import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  Curve,
  CurvePoint,
  EndpointRow,
  ErrorRow,
  Phase,
  PROFILES,
  RunDetail,
  RunNow,
  RunOrigin,
  RunRow,
  RUNNERS,
  RunState,
  RunStop,
  RunSummary,
  SamplePoint,
  Threshold,
  ThresholdResult,
  UserClass,
  Verdict,
  VerdictOutcome,
  WorkerRow,
} from '../types';

const text = z.string();
const optionalText = text.optional();
const number = z.number();
const optionalNumber = number.optional();
const flag = z.boolean();

export const profileNameSchema = z.enum(PROFILES);
export const runnerNameSchema = z.enum(RUNNERS);
const environmentSchema = z.enum(['dev', 'stage', 'prod']);
const outcomeSchema: ValueSchema<VerdictOutcome> = z.enum([
  'pass',
  'fail',
  'inconclusive',
]);
const stateSchema: ValueSchema<RunState> = z.enum([
  'starting',
  'running',
  'stopping',
  'finished',
  'stopped',
  'failed',
]);

const rowShape = {
  id: text,
  entityRef: text,
  suite: text,
  profile: profileNameSchema,
  runner: runnerNameSchema,
  environment: environmentSchema,
  cluster: text,
  namespace: text,
  targetUrl: text,
  state: stateSchema,
  startedBy: text,
  createdAt: text,
  startedAt: optionalText,
  endedAt: optionalText,
  endsBy: text,
  peakUsers: number,
  durationSeconds: number,
  verdict: z
    .object({ outcome: outcomeSchema, reason: text, final: flag })
    .optional(),
  stop: z
    .object({ at: text, by: text, reason: text } satisfies ShapeOf<RunStop>)
    .optional(),
  problem: optionalText,
  now: z
    .object({
      users: number,
      wantedUsers: number,
      requestsPerSecond: number,
      failureRatio: optionalNumber,
      p95: optionalNumber,
    } satisfies ShapeOf<RunNow>)
    .optional(),
  summary: z
    .object({
      requests: number,
      failureRatio: optionalNumber,
      requestsPerSecond: number,
      p50: optionalNumber,
      p95: optionalNumber,
      p99: optionalNumber,
    } satisfies ShapeOf<RunSummary>)
    .optional(),
} satisfies ShapeOf<RunRow>;

/** Checks a row of `loadtest:list`. */
export const runRowSchema: ValueSchema<RunRow> = z.object(rowShape);

const curveSchema = z.object({
  points: z.array(
    z.object({ at: number, users: number } satisfies ShapeOf<CurvePoint>),
  ),
  phases: z.array(
    z.object({
      name: text,
      from: number,
      to: number,
    } satisfies ShapeOf<Phase>),
  ),
  durationSeconds: number,
  peakUsers: number,
} satisfies ShapeOf<Curve>);

const userClassSchema = z.object({
  name: text,
  weight: number,
  pacingSeconds: number,
  requestsPerTask: number,
} satisfies ShapeOf<UserClass>);

const thresholdSchema = z.object({
  id: text,
  metric: z.union([
    z.object({ kind: z.literal('percentile'), quantile: number }),
    z.object({ kind: z.literal('failureRatio') }),
    z.object({ kind: z.literal('throughput') }),
  ]),
  direction: z.enum(['atMost', 'atLeast']),
  limit: number,
  endpoint: optionalText,
  windowSeconds: optionalNumber,
  stopOnBreach: flag,
} satisfies ShapeOf<Threshold>);

/** Checks `run` of `loadtest:run`. */
export const runDetailSchema: ValueSchema<RunDetail> = z.object({
  ...rowShape,
  curve: curveSchema,
  warmUpSeconds: number,
  userClasses: z.array(userClassSchema),
  thresholds: z.array(thresholdSchema),
  workersWanted: number,
  origin: z
    .object({
      kind: z.enum(['joint-run', 'schedule']),
      id: text,
    } satisfies ShapeOf<RunOrigin>)
    .optional(),
  suiteHash: optionalText,
  loadFrom: optionalText,
  loadUntil: optionalText,
  seriesGoneAt: optionalText,
  locustVersion: optionalText,
  simulated: z.literal(true).optional(),
  significantDigits: optionalNumber,
  hasReport: flag,
} satisfies ShapeOf<RunDetail>);

export const samplePointSchema: ValueSchema<SamplePoint> = z.object({
  seq: number,
  at: number,
  wantedUsers: number,
  users: number,
  workers: number,
  missingWorkers: number,
  maxCpuPercent: optionalNumber,
  offeredPerSecond: number,
  requestsPerSecond: number,
  failuresPerSecond: number,
  p50: optionalNumber,
  p95: optionalNumber,
  p99: optionalNumber,
  windowRequests: number,
} satisfies ShapeOf<SamplePoint>);

export const endpointRowSchema: ValueSchema<EndpointRow> = z.object({
  endpoint: text,
  requests: number,
  failures: number,
  failureRatio: optionalNumber,
  requestsPerSecond: number,
  mean: optionalNumber,
  min: optionalNumber,
  max: optionalNumber,
  p50: optionalNumber,
  p95: optionalNumber,
  p99: optionalNumber,
} satisfies ShapeOf<EndpointRow>);

export const errorRowSchema: ValueSchema<ErrorRow> = z.object({
  key: text,
  endpoint: text,
  message: text,
  occurrences: number,
} satisfies ShapeOf<ErrorRow>);

export const workerRowSchema: ValueSchema<WorkerRow> = z.object({
  id: text,
  state: text,
  users: number,
  cpuPercent: optionalNumber,
  memoryBytes: optionalNumber,
} satisfies ShapeOf<WorkerRow>);

const thresholdResultSchema = z.object({
  threshold: thresholdSchema,
  outcome: outcomeSchema,
  measured: optionalNumber,
  at: optionalNumber,
  windows: z.object({ judged: number, breached: number, tooFew: number }),
  requests: number,
  reason: text,
} satisfies ShapeOf<ThresholdResult>);

export const verdictSchema: ValueSchema<Verdict> = z.object({
  outcome: outcomeSchema,
  final: flag,
  reasons: z.array(text),
  thresholds: z.array(thresholdResultSchema),
  requests: number,
} satisfies ShapeOf<Verdict>);
