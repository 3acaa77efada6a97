import {
  entityBindingSchema,
  objectRefSchema,
  resolvedEnvironmentSchema,
} from '@slipway/plugin-clusters-common';
import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  Attention,
  ContainerView,
  ImageChange,
  PauseView,
  ReplicaFailure,
  RolloutSummary,
  Serving,
  TrafficShare,
} from '../types';

const text = z.string();
const optionalText = text.optional();
const number = z.number();
const optionalNumber = number.optional();
const flag = z.boolean();
const onlyTrue = z.literal(true).optional();

export const containerSchema = z.object({
  name: text,
  image: text,
  init: flag,
} satisfies ShapeOf<ContainerView>);

const imageChangeSchema = z.object({
  container: text,
  init: flag,
  from: optionalText,
  to: optionalText,
} satisfies ShapeOf<ImageChange>);

const shareSchema = z.object({
  role: z.enum(['stable', 'canary', 'active', 'experiment', 'other']),
  podTemplateHash: optionalText,
  revision: optionalNumber,
  percent: number,
  service: optionalText,
  name: optionalText,
  noPods: onlyTrue,
} satisfies ShapeOf<TrafficShare>);

const servingSchema = z.object({
  source: z.enum(['router', 'selector', 'pods']),
  shares: z.array(shareSchema),
  unknown: optionalText,
  nothing: z.enum(['scaled-to-zero', 'no-ready-pod']).optional(),
  wayBack: z
    .enum([
      'as-stable-available',
      'once-stable-available',
      'router-next-reconciliation',
      'as-pods-replaced',
      'next-reconciliation',
      'once-new-available',
    ])
    .optional(),
  unverified: onlyTrue,
  firstDeployment: z.enum(['never-healthy', 'was-healthy']).optional(),
} satisfies ShapeOf<Serving>);

const pauseSchema = z.object({
  reason: text,
  startedAt: optionalText,
  timed: onlyTrue,
  endsAt: optionalText,
  unreadableDuration: optionalText,
} satisfies ShapeOf<PauseView>);

const attentionSchema = z.object({
  reason: z.enum([
    'invalid-spec',
    'aborted',
    'degraded',
    'analysis-inconclusive',
    'waiting-for-user',
    'replica-failure',
    'not-observed',
  ]),
  severity: z.enum(['error', 'warning', 'info']),
  summary: text,
  since: optionalText,
} satisfies ShapeOf<Attention>);

export const replicaFailureSchema = z.object({
  reason: text,
  message: text,
  since: optionalText,
  replicaSet: optionalText,
} satisfies ShapeOf<ReplicaFailure>);

/** Members of a {@link RolloutSummary}; the core of a detail has them too. */
export const summaryShape = {
  ref: objectRefSchema,
  uid: text,
  resourceVersion: text,
  environment: resolvedEnvironmentSchema,
  entity: entityBindingSchema,
  ownerRef: optionalText,
  strategy: z.enum(['canary', 'blueGreen', 'unknown']),
  phase: z.enum(['Healthy', 'Progressing', 'Paused', 'Degraded', 'Unknown']),
  message: text,
  phaseSince: optionalText,
  aborted: flag,
  abortedAt: optionalText,
  manuallyPaused: flag,
  pauses: z.array(pauseSchema),
  stepIndex: optionalNumber,
  stepCount: number,
  serving: servingSchema,
  setWeight: optionalNumber,
  actualWeight: optionalNumber,
  maxTrafficWeight: optionalNumber,
  trafficRouted: flag,
  replicas: z.object({
    desired: number,
    current: number,
    updated: number,
    ready: number,
    available: number,
  } satisfies ShapeOf<RolloutSummary['replicas']>),
  images: z.array(containerSchema).optional(),
  imageChanges: z.array(imageChangeSchema).optional(),
  replicaFailure: replicaFailureSchema.optional(),
  stableImage: optionalText,
  canaryImage: optionalText,
  currentPodHash: optionalText,
  stableHash: optionalText,
  revision: optionalNumber,
  inProgress: flag,
  attention: attentionSchema.optional(),
  differsFromGit: flag,
  createdAt: text,
  restartAt: optionalText,
  restartedAt: optionalText,
} satisfies ShapeOf<RolloutSummary>;

/** Checks a row of the list. */
export const rolloutSummarySchema: ValueSchema<RolloutSummary> =
  z.object(summaryShape);
