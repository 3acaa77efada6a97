import { isAmong, matchesWords } from '@slipway/plugin-live-common';
import { RolloutPhase, RolloutSummary } from '../types';

/** Filters of the list page; empty arrays mean "all". They live in the URL. */
export interface ListFilters {
  q: string;
  phases: RolloutPhase[];
  clusters: string[];
  namespaces: string[];
  owners: string[];
  attention: boolean;
  mine: boolean;
}

export const PHASES: readonly RolloutPhase[] = [
  'Degraded',
  'Paused',
  'Progressing',
  'Healthy',
  'Unknown',
];

export const NO_FILTERS: ListFilters = {
  q: '',
  phases: [],
  clusters: [],
  namespaces: [],
  owners: [],
  attention: false,
  mine: false,
};

/** True when the user owns the rollout's entity, directly or through a group. */
export function isMine(
  rollout: Pick<RolloutSummary, 'ownerRef'>,
  ownershipRefs: readonly string[],
): boolean {
  return (
    rollout.ownerRef !== undefined && ownershipRefs.includes(rollout.ownerRef)
  );
}

/** What a search looks through: name, place, images, message and owner. */
function factsOf(rollout: RolloutSummary): Array<string | undefined> {
  return [
    rollout.ref.name,
    `${rollout.ref.cluster}/${rollout.ref.namespace}`,
    rollout.environment.environment,
    ...(rollout.images ?? []).map(({ image }) => image),
    ...(rollout.imageChanges ?? []).map(({ from }) => from),
    rollout.stableImage,
    rollout.canaryImage,
    rollout.phase,
    rollout.message,
    rollout.ownerRef,
  ];
}

/** Whether a rollout passes all filters. */
export function matchesFilters(
  rollout: RolloutSummary,
  filters: ListFilters,
  ownershipRefs: readonly string[],
): boolean {
  return (
    isAmong(filters.phases, rollout.phase) &&
    isAmong(filters.clusters, rollout.ref.cluster) &&
    isAmong(filters.namespaces, rollout.ref.namespace) &&
    isAmong(filters.owners, rollout.ownerRef) &&
    (!filters.attention || rollout.attention !== undefined) &&
    (!filters.mine || isMine(rollout, ownershipRefs)) &&
    matchesWords(filters.q, factsOf(rollout))
  );
}
