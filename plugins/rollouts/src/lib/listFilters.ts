import { RolloutPhase, RolloutSummary } from '@slipway/plugin-rollouts-common';

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

function isPhase(text: string): text is RolloutPhase {
  return PHASES.some(phase => phase === text);
}

/** Filters from the query of the address; unknown phases are dropped. */
export function filtersFromQuery(query: URLSearchParams): ListFilters {
  return {
    q: query.get('q') ?? '',
    phases: query.getAll('phase').filter(isPhase),
    clusters: query.getAll('cluster'),
    namespaces: query.getAll('namespace'),
    owners: query.getAll('owner'),
    attention: query.get('attention') === 'true',
    mine: query.get('mine') === 'true',
  };
}

/** Writes filters into a copy of the query; other parameters stay. */
export function filtersToQuery(
  filters: ListFilters,
  query: URLSearchParams,
): URLSearchParams {
  const next = new URLSearchParams(query);
  const put = (name: string, values: readonly string[]) => {
    next.delete(name);
    values.forEach(value => next.append(name, value));
  };
  put('q', filters.q ? [filters.q] : []);
  put('phase', filters.phases);
  put('cluster', filters.clusters);
  put('namespace', filters.namespaces);
  put('owner', filters.owners);
  put('attention', filters.attention ? ['true'] : []);
  put('mine', filters.mine ? ['true'] : []);
  return next;
}

/** True when at least one filter hides something. */
export function hasFilters(filters: ListFilters): boolean {
  return filtersToQuery(filters, new URLSearchParams()).toString() !== '';
}

/** True when the person owns the rollout's entity, directly or through a group. */
export function isMine(
  rollout: Pick<RolloutSummary, 'ownerRef'>,
  ownershipRefs: readonly string[],
): boolean {
  return (
    rollout.ownerRef !== undefined && ownershipRefs.includes(rollout.ownerRef)
  );
}

/** Each word of the search must occur in the name, place, image, message or owner. */
function matchesText(rollout: RolloutSummary, q: string): boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = [
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
  ]
    .join('\n')
    .toLowerCase();
  return words.every(word => haystack.includes(word));
}

const allows = (chosen: readonly string[], value: string | undefined) =>
  chosen.length === 0 || (value !== undefined && chosen.includes(value));

/** Whether a rollout passes all filters. */
export function matchesFilters(
  rollout: RolloutSummary,
  filters: ListFilters,
  ownershipRefs: readonly string[],
): boolean {
  return (
    allows(filters.phases, rollout.phase) &&
    allows(filters.clusters, rollout.ref.cluster) &&
    allows(filters.namespaces, rollout.ref.namespace) &&
    allows(filters.owners, rollout.ownerRef) &&
    (!filters.attention || rollout.attention !== undefined) &&
    (!filters.mine || isMine(rollout, ownershipRefs)) &&
    matchesText(rollout, filters.q)
  );
}
