import { FilterOption } from '@slipway/plugin-portal-react';
import {
  RolloutCounts,
  RolloutPhase,
  ValueCount,
} from '@slipway/plugin-rollouts-common';
import { ownerName } from './words';

/** What the filters of the list can be set to. */
export interface FilterOptions {
  phases: Array<FilterOption<RolloutPhase>>;
  clusters: FilterOption[];
  namespaces: FilterOption[];
  owners: FilterOption[];
  attentionCount: number;
  mineCount: number;
}

/** Values that occur, counted over all rollouts whatever is filtered. */
export function filterOptions(
  counts: RolloutCounts,
  ownershipRefs: readonly string[],
): FilterOptions {
  return {
    phases: counts.phases.map(one => ({ ...one, label: one.value })),
    clusters: labelled(counts.clusters),
    namespaces: labelled(counts.namespaces),
    owners: labelled(counts.owners, ownerName),
    attentionCount: counts.needAttention,
    mineCount: counts.owners
      .filter(({ value }) => ownershipRefs.includes(value))
      .reduce((sum, { count }) => sum + count, 0),
  };
}

function labelled(
  counts: readonly ValueCount[],
  label: (value: string) => string = value => value,
): FilterOption[] {
  return counts
    .map(one => ({ ...one, label: label(one.value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
