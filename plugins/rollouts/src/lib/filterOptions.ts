import { countedValues, FilterOption } from '@slipway/plugin-portal-react';
import { RolloutPhase, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { isMine, PHASES } from './listFilters';
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
  rollouts: readonly RolloutSummary[],
  ownershipRefs: readonly string[],
): FilterOptions {
  const phases = countedValues(rollouts.map(rollout => rollout.phase));
  return {
    phases: PHASES.flatMap(
      phase => phases.find(({ value }) => value === phase) ?? [],
    ),
    clusters: countedValues(rollouts.map(rollout => rollout.ref.cluster)),
    namespaces: countedValues(rollouts.map(rollout => rollout.ref.namespace)),
    owners: countedValues(
      rollouts.map(rollout => rollout.ownerRef),
      ownerName,
    ),
    attentionCount: rollouts.filter(rollout => rollout.attention).length,
    mineCount: rollouts.filter(rollout => isMine(rollout, ownershipRefs))
      .length,
  };
}
