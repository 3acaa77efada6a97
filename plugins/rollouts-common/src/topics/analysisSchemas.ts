import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  AnalysisArgument,
  AnalysisMetricView,
  AnalysisPhase,
  AnalysisRunView,
  MeasurementView,
  MetricField,
  RuleNumber,
} from '../types';

const text = z.string();
const optionalText = text.optional();
const number = z.number();
const optionalNumber = number.optional();
const ruleNumber: ValueSchema<RuleNumber> = z.union([number, text]);

export const analysisPhaseSchema: ValueSchema<AnalysisPhase> = z.enum([
  'Pending',
  'Running',
  'Successful',
  'Failed',
  'Error',
  'Inconclusive',
]);

const measurementSchema = z.object({
  phase: analysisPhaseSchema,
  value: optionalText,
  numbers: z.array(number).optional(),
  startedAt: optionalText,
  finishedAt: optionalText,
  message: optionalText,
  terminated: z.literal(true).optional(),
  metadata: z.record(text).optional(),
} satisfies ShapeOf<MeasurementView>);

const templateTextsSchema = z.object({
  name: optionalText,
  successCondition: optionalText,
  failureCondition: optionalText,
  query: optionalText,
  interval: optionalText,
  initialDelay: optionalText,
  count: optionalText,
  failureLimit: optionalText,
  inconclusiveLimit: optionalText,
  consecutiveErrorLimit: optionalText,
  consecutiveSuccessLimit: optionalText,
} satisfies ShapeOf<Partial<Record<MetricField, string>>>);

const metricSchema = z.object({
  name: text,
  phase: analysisPhaseSchema,
  message: optionalText,
  successCondition: optionalText,
  failureCondition: optionalText,
  template: templateTextsSchema.optional(),
  limits: z.array(
    z.object({
      kind: z.enum(['success', 'failure']),
      operator: z.enum(['<', '<=', '>', '>=']),
      value: number,
      index: optionalNumber,
    } satisfies ShapeOf<AnalysisMetricView['limits'][number]>),
  ),
  failureLimit: ruleNumber,
  inconclusiveLimit: ruleNumber,
  consecutiveErrorLimit: ruleNumber,
  consecutiveSuccessLimit: ruleNumber.optional(),
  counts: z.object({
    successful: number,
    failed: number,
    inconclusive: number,
    error: number,
  } satisfies ShapeOf<AnalysisMetricView['counts']>),
  consecutive: z
    .object({ error: optionalNumber, success: optionalNumber })
    .optional(),
  count: ruleNumber.optional(),
  interval: optionalText,
  initialDelay: optionalText,
  firstMeasurementAt: optionalText,
  provider: text,
  query: optionalText,
  dryRun: z.boolean(),
  measurements: z.array(measurementSchema),
  kept: optionalNumber,
} satisfies ShapeOf<AnalysisMetricView>);

const argumentSchema = z.object({
  name: text,
  value: optionalText,
  valueFrom: optionalText,
} satisfies ShapeOf<AnalysisArgument>);

/** Checks `analysis/<uid>`. */
export const analysisRunSchema: ValueSchema<AnalysisRunView> = z.object({
  uid: text,
  name: text,
  type: z.enum([
    'Step',
    'Background',
    'PrePromotion',
    'PostPromotion',
    'Other',
  ]),
  experiment: optionalText,
  stepIndex: optionalNumber,
  revision: optionalNumber,
  podTemplateHash: optionalText,
  phase: analysisPhaseSchema,
  message: optionalText,
  verdict: optionalText,
  inconsequential: z.enum(['nothing-measured', 'dry-run-only']).optional(),
  createdAt: optionalText,
  startedAt: optionalText,
  finishedAt: optionalText,
  terminating: z.boolean(),
  terminated: z.literal(true).optional(),
  args: z.array(argumentSchema).optional(),
  metrics: z.array(metricSchema),
} satisfies ShapeOf<AnalysisRunView>);
