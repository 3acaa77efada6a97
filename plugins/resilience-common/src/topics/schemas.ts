import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { GOLDEN_METRICS, GoldenMetric } from '@slipway/plugin-metrics-common';
import { z } from 'zod/v3';
import { readDesignSpec } from '../design/schema';
import {
  Absence,
  CanarySeen,
  PartSummary,
  Reading,
  Recovery,
  REVISIONS,
  RUN_STATES,
  RunDetail,
  RunPart,
  RunRow,
  RunStop,
  Sample,
  SavedDesign,
  Score,
  ScorePart,
  STOP_CAUSES,
  ThresholdResult,
  Verdict,
  VerdictOutcome,
  WindowFigures,
  WindowsFigures,
} from '../types';

const text = z.string();
const optionalText = text.optional();
const number = z.number();
const optionalNumber = number.optional();
const kind = z.enum(['load', 'fault']);
const revision = z.enum(REVISIONS);
const outcome: ValueSchema<VerdictOutcome> = z.enum([
  'pass',
  'fail',
  'inconclusive',
]);

const placeShape = { entityRef: text, cluster: text, namespace: text };

const rowShape = {
  ...placeShape,
  id: text,
  title: text,
  workload: text,
  environment: z.enum(['dev', 'stage', 'prod']),
  state: z.enum(RUN_STATES),
  startedBy: text,
  createdAt: text,
  plannedEndAt: text,
  endedAt: optionalText,
  verdict: z.object({ outcome, reason: text, final: z.boolean() }).optional(),
  designId: optionalText,
  stop: z
    .object({
      at: text,
      cause: z.enum(STOP_CAUSES),
      by: optionalText,
      reason: text,
    } satisfies ShapeOf<RunStop>)
    .optional(),
  problem: optionalText,
} satisfies ShapeOf<Omit<RunRow, 'parts'>>;

/** Checks a row of `resilience:list`. */
export const runRowSchema: ValueSchema<RunRow> = z.object({
  ...rowShape,
  parts: z.array(
    z.object({
      id: text,
      kind,
      offer: text,
      title: text,
    } satisfies ShapeOf<PartSummary>),
  ),
} satisfies ShapeOf<RunRow>);

const runPartSchema: ValueSchema<RunPart> = z.object({
  id: text,
  kind,
  offer: text,
  title: text,
  args: z.object({}).passthrough(),
  startSeconds: number,
  durationSeconds: number,
  phase: z.enum([
    'waiting',
    'skipped',
    'starting',
    'running',
    'ending',
    'ended',
  ]),
  state: text,
  ref: optionalText,
  startedAt: optionalText,
  effectiveAt: optionalText,
  effectEndedAt: optionalText,
  outcome: z.enum(['completed', 'stopped', 'failed']).optional(),
  reason: optionalText,
  verdict: z.object({ outcome, reasons: z.array(text) }).optional(),
  path: optionalText,
  touches: z.array(text),
} satisfies ShapeOf<RunPart>);

/** Checks `run` of `resilience:run`. */
export const runDetailSchema: ValueSchema<RunDetail> = z.object({
  ...rowShape,
  design: readDesignSpec,
  parts: z.array(runPartSchema),
  sampleSeconds: number,
  injectedAt: optionalText,
  faultEndedAt: optionalText,
  absences: z.array(
    z.object({ from: text, to: text, reason: text } satisfies ShapeOf<Absence>),
  ),
  canaries: z.array(
    z.object({
      stable: text,
      canary: text,
      from: text,
      to: text,
    } satisfies ShapeOf<CanarySeen>),
  ),
  samplesGoneAt: optionalText,
} satisfies ShapeOf<RunDetail>);

const metric = z.enum(GOLDEN_METRICS as [GoldenMetric, ...GoldenMetric[]]);

const readingSchema: ValueSchema<Reading> = z.object({
  values: z.record(metric, number),
  empty: z.record(metric, text),
} satisfies ShapeOf<Reading>);

/** Checks `sample/<seq>` of `resilience:run`. */
export const sampleSchema: ValueSchema<Sample> = z.object({
  seq: number,
  at: text,
  all: readingSchema,
  stable: readingSchema.optional(),
  canary: readingSchema.optional(),
} satisfies ShapeOf<Sample>);

const figuresSchema = z.object({
  samples: number,
  empty: number,
  median: optionalNumber,
  min: optionalNumber,
  max: optionalNumber,
} satisfies ShapeOf<WindowFigures>);

const windowsSchema = z.object({
  before: figuresSchema,
  during: figuresSchema,
  after: figuresSchema,
} satisfies ShapeOf<WindowsFigures>);

const resultSchema = z.object({
  thresholdId: text,
  revision,
  outcome,
  limit: optionalNumber,
  figures: windowsSchema,
  broken: z.array(z.object({ from: text, to: text, samples: number })),
  reason: text,
} satisfies ShapeOf<ThresholdResult>);

const recoverySchema = z.object({
  revision,
  state: z.enum(['within', 'not-within', 'unknown']),
  seconds: optionalNumber,
  at: optionalText,
  watchedSeconds: number,
  consecutive: number,
  everySeconds: number,
  windowSeconds: number,
  reason: text,
} satisfies ShapeOf<Recovery>);

const countSchema = z.object({ full: number, empty: number });

/** Checks `verdict` of `resilience:run`. */
export const verdictSchema: ValueSchema<Verdict> = z.object({
  outcome,
  final: z.boolean(),
  reasons: z.array(text),
  thresholds: z.array(resultSchema),
  recovery: z.array(recoverySchema),
  samples: z.object({
    baseline: countSchema,
    inject: countSchema,
    recover: countSchema,
  }),
} satisfies ShapeOf<Verdict>);

/** Checks `design/<id>` of `resilience:entity`. */
export const savedDesignSchema: ValueSchema<SavedDesign> = z.object({
  ...placeShape,
  id: text,
  name: text,
  design: readDesignSpec,
  savedBy: text,
  savedAt: text,
} satisfies ShapeOf<SavedDesign>);

/** Checks `score` of `resilience:entity`. */
export const scoreSchema: ValueSchema<Score> = z.object({
  entityRef: text,
  at: text,
  value: optionalNumber,
  because: z.array(text),
  parts: z.array(
    z.object({
      runId: text,
      title: text,
      outcome: z.enum(['pass', 'fail']),
      at: text,
      weight: number,
      freshness: number,
    } satisfies ShapeOf<ScorePart>),
  ),
  inconclusive: number,
} satisfies ShapeOf<Score>);
