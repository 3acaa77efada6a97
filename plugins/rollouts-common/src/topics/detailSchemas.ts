import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  AnalysisPlan,
  CurrentAnalysisRun,
  EventView,
  ExperimentTemplateView,
  ExperimentView,
  PodView,
  RevisionView,
  RolloutCore,
  StepView,
  UpdateRules,
} from '../types';
import { analysisPhaseSchema } from './analysisSchemas';
import {
  containerSchema,
  replicaFailureSchema,
  summaryShape,
} from './summarySchema';

const text = z.string();
const optionalText = text.optional();
const number = z.number();
const optionalNumber = number.optional();
const flag = z.boolean();

const stepSchema = z.object({
  index: number,
  type: z.enum([
    'setWeight',
    'pause',
    'analysis',
    'experiment',
    'setCanaryScale',
    'setHeaderRoute',
    'setMirrorRoute',
    'plugin',
    'unknown',
  ]),
  label: text,
  message: optionalText,
  weight: optionalNumber,
  pauseSeconds: optionalNumber,
  state: z.enum(['done', 'current', 'waiting', 'failed', 'upcoming']),
} satisfies ShapeOf<StepView>);

const currentRunSchema = z.object({
  type: z.enum(['Step', 'Background', 'PrePromotion', 'PostPromotion']),
  name: text,
  status: analysisPhaseSchema,
} satisfies ShapeOf<CurrentAnalysisRun>);

const planSchema = z.object({
  templates: z.array(text),
} satisfies ShapeOf<AnalysisPlan>);

const updateRulesSchema = z.object({
  rollbackWindow: optionalNumber,
  progressDeadlineAbort: flag,
  restartsAtOnce: number,
  abortScaleDownDelay: optionalNumber,
  abortScaleDownDelayGiven: flag.optional(),
  backgroundAnalysis: planSchema.extend({ startingStep: number }).optional(),
  dynamicStableScale: flag,
  autoPromotionSeconds: optionalNumber,
  previewReplicaCount: optionalNumber,
  prePromotionAnalysis: planSchema.optional(),
  postPromotionAnalysis: planSchema.optional(),
} satisfies ShapeOf<UpdateRules>);

/** Checks the part `core`. */
export const rolloutCoreSchema: ValueSchema<RolloutCore> = z.object({
  ...summaryShape,
  specPaused: flag,
  controllerPause: flag,
  promoteFull: flag,
  observed: flag,
  pauseConditions: flag,
  currentStepAnalysisRunStatus: z
    .object({ name: text, status: analysisPhaseSchema })
    .optional(),
  currentAnalysisRuns: z.array(currentRunSchema).optional(),
  steps: z.array(stepSchema),
  workloadRef: z.object({ kind: text, name: text }).optional(),
  blueGreen: z
    .object({
      activeService: optionalText,
      previewService: optionalText,
      activeSelector: optionalText,
      previewSelector: optionalText,
      autoPromotionEnabled: flag,
      autoPromotionSeconds: optionalNumber,
    } satisfies ShapeOf<NonNullable<RolloutCore['blueGreen']>>)
    .optional(),
  experiment: z.object({ name: text, status: optionalText }).optional(),
  kubectlWeights: z.object({ set: number, actual: number }).optional(),
  canaryServices: z
    .object({ stable: optionalText, canary: optionalText })
    .optional(),
  analyses: z
    .object({
      background: z.object({ startingStep: optionalNumber }).optional(),
      prePromotion: flag.optional(),
      postPromotion: flag.optional(),
    } satisfies ShapeOf<NonNullable<RolloutCore['analyses']>>)
    .optional(),
  conditions: z.array(
    z.object({
      type: text,
      status: text,
      reason: optionalText,
      message: optionalText,
      lastUpdateTime: optionalText,
    } satisfies ShapeOf<RolloutCore['conditions'][number]>),
  ),
  selector: text,
  containers: z.array(containerSchema),
  progressDeadlineSeconds: optionalNumber,
  updateRules: updateRulesSchema,
} satisfies ShapeOf<RolloutCore>);

/** Checks `revision/<uid>`. */
export const revisionSchema: ValueSchema<RevisionView> = z.object({
  uid: text,
  name: text,
  revision: number,
  podTemplateHash: text,
  tags: z.array(
    z.enum(['stable', 'canary', 'active', 'preview', 'ping', 'pong']),
  ),
  health: z.enum(['Healthy', 'Progressing', 'Degraded', 'ScaledDown']),
  failure: replicaFailureSchema.optional(),
  replicas: z.object({ desired: number, ready: number, available: number }),
  containers: z.array(containerSchema),
  createdAt: text,
  scaleDownAt: optionalText,
} satisfies ShapeOf<RevisionView>);

/** Checks `pod/<uid>`. */
export const podSchema: ValueSchema<PodView> = z.object({
  uid: text,
  name: text,
  revisionUid: text,
  status: text,
  ready: text,
  restarts: number,
  lastRestartAt: optionalText,
  trouble: optionalText,
  node: optionalText,
  createdAt: text,
  terminating: flag,
} satisfies ShapeOf<PodView>);

const templateSchema = z.object({
  name: text,
  specRef: optionalText,
  status: optionalText,
  message: optionalText,
  podTemplateHash: optionalText,
  service: optionalText,
  replicas: z.object({
    desired: optionalNumber,
    ready: optionalNumber,
    available: optionalNumber,
  }),
  replicaSet: optionalText,
  containers: z.array(containerSchema),
  pods: z.array(podSchema),
} satisfies ShapeOf<ExperimentTemplateView>);

/** Checks `experiment/<uid>`. */
export const experimentSchema: ValueSchema<ExperimentView> = z.object({
  uid: text,
  name: text,
  current: flag,
  phase: optionalText,
  message: optionalText,
  stepIndex: optionalNumber,
  revision: optionalNumber,
  podTemplateHash: optionalText,
  createdAt: text,
  availableAt: optionalText,
  terminating: flag,
  duration: optionalText,
  unreadableDuration: z.literal(true).optional(),
  endsAt: optionalText,
  templates: z.array(templateSchema),
  analyses: z.array(
    z.object({
      name: text,
      required: flag,
      analysisRun: optionalText,
      runUid: optionalText,
      phase: optionalText,
      message: optionalText,
    } satisfies ShapeOf<ExperimentView['analyses'][number]>),
  ),
} satisfies ShapeOf<ExperimentView>);

/** Checks `event/<uid>`. */
export const eventSchema: ValueSchema<EventView> = z.object({
  uid: text,
  type: z.enum(['Normal', 'Warning']),
  reason: text,
  message: text,
  count: number,
  firstAt: optionalText,
  lastAt: optionalText,
  objectKind: text,
  objectName: text,
} satisfies ShapeOf<EventView>);
