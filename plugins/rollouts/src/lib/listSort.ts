import {
  compareAttention,
  compareInstants,
  imageTag,
  RolloutPhase,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { PHASES } from './listFilters';

export type SortColumn =
  | 'attention'
  | 'service'
  | 'place'
  | 'state'
  | 'progress'
  | 'image'
  | 'since';

/** Order of the list; `?sort=since` or `?sort=-since`. */
export interface ListSort {
  column: SortColumn;
  descending: boolean;
}

const COLUMNS: readonly SortColumn[] = [
  'attention',
  'service',
  'place',
  'state',
  'progress',
  'image',
  'since',
];

export const DEFAULT_SORT: ListSort = {
  column: 'attention',
  descending: false,
};

/** Order from the query; anything unknown is the default: what needs attention first. */
export function sortFromQuery(query: URLSearchParams): ListSort {
  const text = query.get('sort') ?? '';
  const descending = text.startsWith('-');
  const column = COLUMNS.find(name => name === text.replace(/^-/, ''));
  return column ? { column, descending } : DEFAULT_SORT;
}

/** Value of `sort=`; undefined for the default. */
export function sortToQuery(sort: ListSort): string | undefined {
  if (sort.column === 'attention' && !sort.descending) return undefined;
  return `${sort.descending ? '-' : ''}${sort.column}`;
}

/** The order after a click on a column's title: up, down, back to the default. */
export function nextSort(sort: ListSort, column: SortColumn): ListSort {
  if (sort.column !== column) return { column, descending: false };
  return sort.descending ? DEFAULT_SORT : { column, descending: true };
}

const PHASE_ORDER = new Map<RolloutPhase, number>(
  PHASES.map((phase, index) => [phase, index]),
);

const byText = (a: string, b: string) =>
  a.localeCompare(b, undefined, { numeric: true });

function placeText(rollout: RolloutSummary): string {
  return `${rollout.ref.cluster}/${rollout.ref.namespace}`;
}

/** Order by cluster and namespace, then name. */
export function byPlace(a: RolloutSummary, b: RolloutSummary): number {
  return byText(placeText(a), placeText(b)) || byText(a.ref.name, b.ref.name);
}

function byNameAndPlace(a: RolloutSummary, b: RolloutSummary): number {
  return byText(a.ref.name, b.ref.name) || byText(placeText(a), placeText(b));
}

/** Share of steps done; rollouts without steps come last. */
function progressOf(rollout: RolloutSummary): number {
  if (rollout.stepIndex === undefined || rollout.stepCount === 0) return -1;
  return rollout.stepIndex / rollout.stepCount;
}

const COMPARE: Record<
  SortColumn,
  (a: RolloutSummary, b: RolloutSummary) => number
> = {
  attention: compareAttention,
  service: (a, b) => byText(a.ref.name, b.ref.name),
  place: (a, b) => byText(placeText(a), placeText(b)),
  state: (a, b) =>
    (PHASE_ORDER.get(a.phase) ?? PHASES.length) -
    (PHASE_ORDER.get(b.phase) ?? PHASES.length),
  progress: (a, b) =>
    progressOf(a) - progressOf(b) ||
    (a.actualWeight ?? -1) - (b.actualWeight ?? -1),
  image: (a, b) =>
    byText(
      imageTag(a.canaryImage) ?? imageTag(a.stableImage) ?? '',
      imageTag(b.canaryImage) ?? imageTag(b.stableImage) ?? '',
    ),
  since: (a, b) =>
    compareInstants(a.phaseSince ?? a.createdAt, b.phaseSince ?? b.createdAt),
};

/** A sorted copy. Equal rows keep the order by name and place, in both directions. */
export function sortRollouts(
  rollouts: readonly RolloutSummary[],
  sort: ListSort,
): RolloutSummary[] {
  const compare = COMPARE[sort.column];
  const sign = sort.descending ? -1 : 1;
  return [...rollouts].sort(
    (a, b) => sign * compare(a, b) || byNameAndPlace(a, b),
  );
}
