import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import {
  CLOUDS,
  Definition,
  DriftSummary,
  ENVIRONMENT_STATES,
  EnvironmentRow,
  HeldLock,
  Operation,
  OPERATION_KINDS,
  OPERATION_STATES,
  Outputs,
  PlanCounts,
  PlanSummary,
  RUNNER_KINDS,
  ServiceChoice,
  SIZES,
  Step,
  STEP_NAMES,
  STEP_STATES,
} from '../types';

const text = z.string();
const optionalText = text.optional();
const number = z.number();

const countsSchema: ValueSchema<PlanCounts> = z.object({
  create: number,
  update: number,
  replace: number,
  delete: number,
  read: number,
  releases: number,
} satisfies ShapeOf<PlanCounts>);

const lockSchema: ValueSchema<HeldLock> = z.object({
  id: text,
  who: text,
  since: text,
  operation: text,
  ours: z.object({ operationId: text, step: z.enum(STEP_NAMES) }).optional(),
  explained: text,
  mayUnlock: z.boolean(),
  reason: text,
  command: text,
} satisfies ShapeOf<HeldLock>);

const stepSchema: ValueSchema<Step> = z.object({
  seq: number,
  name: z.enum(STEP_NAMES),
  state: z.enum(STEP_STATES),
  attempt: number,
  startedAt: optionalText,
  endedAt: optionalText,
  reason: optionalText,
  command: optionalText,
  lockId: optionalText,
} satisfies ShapeOf<Step>);

const planSchema: ValueSchema<PlanSummary> = z.object({
  hash: text,
  counts: countsSchema,
  destroys: z.array(text),
  expiresAt: text,
  stale: optionalText,
  needsApproval: optionalText,
  simulated: z.boolean(),
} satisfies ShapeOf<PlanSummary>);

/** Checks `operation/<id>` of `environments:detail`. */
export const operationSchema: ValueSchema<Operation> = z.object({
  id: text,
  environment: text,
  kind: z.enum(OPERATION_KINDS),
  state: z.enum(OPERATION_STATES),
  startedBy: text,
  createdAt: text,
  endedAt: optionalText,
  reason: optionalText,
  steps: z.array(stepSchema),
  plan: planSchema.optional(),
  lock: lockSchema.optional(),
  appliedBy: optionalText,
  approvalId: optionalText,
  cancel: z.object({ by: text, at: text }).optional(),
} satisfies ShapeOf<Operation>);

const serviceSchema: ValueSchema<ServiceChoice> = z.object({
  version: text,
  replicas: number.optional(),
} satisfies ShapeOf<ServiceChoice>);

const definitionShape = {
  name: text,
  cloud: z.enum(CLOUDS),
  size: z.enum(SIZES),
  tier: z.enum(['dev', 'stage', 'prod']),
  owner: text,
  system: optionalText,
  services: z.record(text, serviceSchema),
  expiresAt: text.nullable(),
  protected: z.boolean(),
} satisfies ShapeOf<Definition>;

const driftSchema: ValueSchema<DriftSummary> = z.object({
  checkedAt: text,
  differences: number,
  reasons: z.array(text),
  operationId: text,
} satisfies ShapeOf<DriftSummary>);

const outputsSchema: ValueSchema<Outputs> = z.object({
  namespace: optionalText,
  clusterName: optionalText,
  endpoints: z.record(text, text.nullable()),
  quota: z.object({ cpu: text, memory: text, pods: text }).optional(),
  secretsPath: optionalText,
  costClass: optionalText,
} satisfies ShapeOf<Outputs>);

/** Checks a row of `environments:list`. */
export const environmentRowSchema: ValueSchema<EnvironmentRow> = z.object({
  ...definitionShape,
  entityRef: text,
  state: z.enum(ENVIRONMENT_STATES),
  reason: text,
  runner: z.enum(RUNNER_KINDS),
  createdBy: text,
  createdAt: text,
  updatedAt: text,
  appliedAt: optionalText,
  drift: driftSchema.optional(),
  outputs: outputsSchema,
  operation: z
    .object({
      id: text,
      kind: z.enum(OPERATION_KINDS),
      state: z.enum(OPERATION_STATES),
      startedBy: text,
      counts: countsSchema.optional(),
      needsApproval: optionalText,
    })
    .optional(),
  cluster: optionalText,
  commit: optionalText,
} satisfies ShapeOf<EnvironmentRow>);
