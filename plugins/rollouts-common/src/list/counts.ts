import { ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { RolloutSummary } from '../types';
import { PHASES } from './filters';

/** How many rollouts have a value. */
export interface ValueCount<T extends string = string> {
  value: T;
  count: number;
}

/** What there is over all rollouts, whatever a page filters. */
export interface RolloutCounts {
  total: number;
  needAttention: number;
  /** In the order in which phases are listed; those that do not occur are not there. */
  phases: Array<ValueCount<RolloutSummary['phase']>>;
  clusters: ValueCount[];
  namespaces: ValueCount[];
  /** By the refs of owners; rollouts without one are not counted. */
  owners: ValueCount[];
}

const valueCountsSchema = z.array(
  z.object({
    value: z.string(),
    count: z.number(),
  } satisfies ShapeOf<ValueCount>),
);

export const rolloutCountsSchema: ValueSchema<RolloutCounts> = z.object({
  total: z.number(),
  needAttention: z.number(),
  phases: z.array(
    z.object({
      value: z.enum([
        'Degraded',
        'Paused',
        'Progressing',
        'Healthy',
        'Unknown',
      ]),
      count: z.number(),
    } satisfies ShapeOf<RolloutCounts['phases'][number]>),
  ),
  clusters: valueCountsSchema,
  namespaces: valueCountsSchema,
  owners: valueCountsSchema,
} satisfies ShapeOf<RolloutCounts>);

/** Counts what there is. */
export function rolloutCounts(
  rollouts: Iterable<RolloutSummary>,
): RolloutCounts {
  const phases = new Map<RolloutSummary['phase'], number>();
  const clusters = new Map<string, number>();
  const namespaces = new Map<string, number>();
  const owners = new Map<string, number>();
  let total = 0;
  let needAttention = 0;
  for (const { phase, ref, ownerRef, attention } of rollouts) {
    total += 1;
    if (attention) needAttention += 1;
    countIn(phases, phase);
    countIn(clusters, ref.cluster);
    countIn(namespaces, ref.namespace);
    if (ownerRef !== undefined) countIn(owners, ownerRef);
  }
  return {
    total,
    needAttention,
    phases: PHASES.flatMap(value => {
      const count = phases.get(value);
      return count === undefined ? [] : [{ value, count }];
    }),
    clusters: listed(clusters),
    namespaces: listed(namespaces),
    owners: listed(owners),
  };
}

function countIn<T>(counts: Map<T, number>, value: T) {
  counts.set(value, (counts.get(value) ?? 0) + 1);
}

/** By value, so that the same counts are the same value. */
function listed(counts: ReadonlyMap<string, number>): ValueCount[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
}
