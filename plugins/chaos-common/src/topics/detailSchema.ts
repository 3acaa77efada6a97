import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { jsonObjectSchema } from '../schemaParts';
import {
  FaultChild,
  FaultCore,
  FaultEvent,
  HaltState,
  PodFacts,
  TargetEvent,
  TargetRecord,
  TouchedWorkload,
} from '../types';
import { faultRefSchema, faultRowShape } from './rowSchema';

const text = z.string();
const number = z.number();

/** Checks a {@link PodFacts} that came over the wire. */
export const podFactsSchema: ValueSchema<PodFacts> = z.object({
  namespace: text,
  name: text,
  uid: text,
  phase: text,
  ready: z.boolean(),
  node: text.optional(),
  restarts: number,
  createdAt: text,
  workload: text.optional(),
  revision: text.optional(),
  deleting: z.literal(true).optional(),
} satisfies ShapeOf<PodFacts>);

const targetEventSchema = z.object({
  at: text,
  operation: z.enum(['Apply', 'Recover']),
  outcome: z.enum(['Succeeded', 'Failed']),
  message: text.optional(),
} satisfies ShapeOf<TargetEvent>);

/** Checks one target of a fault. */
export const targetRecordSchema: ValueSchema<TargetRecord> = z.object({
  id: text,
  side: z.enum(['source', 'target']),
  phase: text,
  injectedCount: number,
  recoveredCount: number,
  events: z.array(targetEventSchema),
  pod: podFactsSchema.optional(),
} satisfies ShapeOf<TargetRecord>);

/** Checks one event about a fault. */
export const faultEventSchema: ValueSchema<FaultEvent> = z.object({
  uid: text,
  type: z.enum(['Normal', 'Warning']),
  reason: text,
  message: text,
  count: number,
  firstAt: text,
  lastAt: text,
} satisfies ShapeOf<FaultEvent>);

/** Checks one child of a Schedule or node of a Workflow. */
export const faultChildSchema: ValueSchema<FaultChild> = z.object({
  name: text,
  kind: text,
  template: text.optional(),
  state: text,
  nodeState: z
    .enum(['not-started', 'running', 'finished', 'deadline', 'cut', 'aborted'])
    .optional(),
  faultText: text.optional(),
  problem: text.optional(),
  parent: text.optional(),
  startedAt: text.optional(),
  deadlineAt: text.optional(),
  fault: faultRefSchema.optional(),
} satisfies ShapeOf<FaultChild>);

/** Checks what the page of a fault shows beside targets and events. */
export const faultCoreSchema: ValueSchema<FaultCore> = z.object({
  ...faultRowShape,
  manifest: jsonObjectSchema,
  seen: z.object({ uid: text }),
  touched: z.array(
    z.object({
      namespace: text,
      workload: text,
    } satisfies ShapeOf<TouchedWorkload>),
  ),
  podsUnread: text.optional(),
  pausedAt: text.optional(),
  lastScheduledAt: text.optional(),
  nextStarts: z.array(text).optional(),
} satisfies ShapeOf<FaultCore>);

/** Checks whether new faults are blocked. */
export const haltStateSchema: ValueSchema<HaltState> = z.object({
  halted: z.boolean(),
  by: text.optional(),
  at: text.optional(),
  reason: text.optional(),
  stopping: z.boolean().optional(),
  stopped: number.optional(),
  left: z.array(text).optional(),
} satisfies ShapeOf<HaltState>);
