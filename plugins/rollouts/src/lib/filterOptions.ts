import { RolloutPhase, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { isMine, PHASES } from './listFilters';
import { ownerName } from './words';

/** One value that a filter can have, with how many rollouts have it. */
export interface Option<T extends string = string> {
  value: T;
  label: string;
  count: number;
}

/** What the filters of the list can be set to. */
export interface FilterOptions {
  phases: Array<Option<RolloutPhase>>;
  clusters: Option[];
  namespaces: Option[];
  owners: Option[];
  attentionCount: number;
  mineCount: number;
}

function counted<T extends string>(
  values: ReadonlyArray<T | undefined>,
): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function options(
  values: ReadonlyArray<string | undefined>,
  label: (value: string) => string = value => value,
): Option[] {
  return [...counted(values)]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** Values that occur, counted over all rollouts whatever is filtered. */
export function filterOptions(
  rollouts: readonly RolloutSummary[],
  ownershipRefs: readonly string[],
): FilterOptions {
  const phases = counted(rollouts.map(rollout => rollout.phase));
  return {
    phases: PHASES.map(value => ({
      value,
      label: value,
      count: phases.get(value) ?? 0,
    })).filter(option => option.count > 0),
    clusters: options(rollouts.map(rollout => rollout.ref.cluster)),
    namespaces: options(rollouts.map(rollout => rollout.ref.namespace)),
    owners: options(
      rollouts.map(rollout => rollout.ownerRef),
      ownerName,
    ),
    attentionCount: rollouts.filter(rollout => rollout.attention).length,
    mineCount: rollouts.filter(rollout => isMine(rollout, ownershipRefs))
      .length,
  };
}
