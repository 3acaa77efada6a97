import {
  entityBindingSchema,
  resolvedEnvironmentSchema,
} from '@slipway/plugin-clusters-common';
import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { launchKindSchema } from '../schemaParts';
import { FaultProblem, FaultRef, FaultRow, TargetCounts } from '../types';

const text = z.string();
const number = z.number();

/** Checks a {@link FaultRef} that came over the wire. */
export const faultRefSchema: ValueSchema<FaultRef> = z.object({
  cluster: text,
  namespace: text,
  kind: launchKindSchema,
  name: text,
} satisfies ShapeOf<FaultRef>);

const problemSchema = z.object({
  reason: z.enum([
    'no-target',
    'not-injected',
    'not-recovered',
    'stuck-deleting',
    'no-end',
    'never-injected',
    'not-observed',
    'schedule-stuck',
    'schedule-failed',
    'schedule-waiting',
    'schedule-overdue',
    'step-stuck',
  ]),
  severity: z.enum(['error', 'warning']),
  summary: text,
  remedy: text.optional(),
} satisfies ShapeOf<FaultProblem>);

const countsSchema = z.object({
  selected: number.optional(),
  injected: number,
  recovered: number,
  failing: number,
  farSide: number.optional(),
} satisfies ShapeOf<TargetCounts>);

/** Members of a {@link FaultRow}; the core of a page has them too. */
export const faultRowShape = {
  ref: faultRefSchema,
  uid: text,
  environment: resolvedEnvironmentSchema,
  entity: entityBindingSchema,
  ownerRef: text.optional(),
  action: text.optional(),
  effect: text,
  state: z.enum(['injecting', 'running', 'paused', 'finished', 'deleting']),
  stateText: text,
  problem: problemSchema.optional(),
  targets: countsSchema,
  oneShot: z.boolean(),
  createdAt: text,
  duration: text.optional(),
  endsAt: text.optional(),
  injectedAt: text.optional(),
  endedAt: text.optional(),
  deletedAt: text.optional(),
  startedBy: text.optional(),
  purpose: text.optional(),
  parent: z
    .object({ kind: z.enum(['Schedule', 'Workflow']), name: text })
    .optional(),
} satisfies ShapeOf<FaultRow>;

/** Checks a row of the list. */
export const faultRowSchema: ValueSchema<FaultRow> = z.object(faultRowShape);
