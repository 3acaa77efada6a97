import {
  CHAOS_KINDS,
  FaultRow,
  FaultState,
  LAUNCH_KINDS,
  LaunchKind,
} from '@slipway/plugin-chaos-common';
import {
  choicesField,
  compareText,
  countedValues,
  defineListQuery,
  FilterOption,
  flagField,
  isAmong,
  ListRules,
  matchesWords,
  rowSorter,
  textField,
  valuesField,
} from '@slipway/plugin-portal-react';

/** Filters of the list of faults. Empty means all. */
export interface FaultFilters {
  q: string;
  active: boolean;
  kinds: LaunchKind[];
  clusters: string[];
}

export const NO_FILTERS: FaultFilters = {
  q: '',
  active: false,
  kinds: [],
  clusters: [],
};

const COLUMNS = ['fault', 'service', 'place', 'state', 'started'] as const;

/** What the list can be sorted by. */
export type FaultSortColumn = (typeof COLUMNS)[number];

/** What of the list of faults lives in the address; without an order, what is active first, then the newest. */
const FAULTS_QUERY = defineListQuery<FaultFilters, FaultSortColumn>({
  noFilters: NO_FILTERS,
  fields: {
    q: textField('q'),
    active: flagField('active'),
    kinds: choicesField('kind', LAUNCH_KINDS),
    clusters: valuesField('cluster'),
  },
  columns: COLUMNS,
  defaultSort: { column: 'state', descending: false },
});

const ORDER: readonly FaultState[] = [
  'running',
  'injecting',
  'paused',
  'deleting',
  'finished',
];

/** Whether a fault disturbs something, or may do so again. */
export function isActive({ state }: Pick<FaultRow, 'state'>): boolean {
  return state !== 'finished';
}

/** `component:default/order-service`, or undefined where nobody is known to own it. */
export function entityOf({ entity }: FaultRow): string | undefined {
  return entity.state === 'bound' ? entity.entityRef : undefined;
}

const placeOf = ({ ref }: FaultRow) => `${ref.cluster}/${ref.namespace}`;

/** Whether a fault passes all filters. */
export function matchesFilters(fault: FaultRow, filters: FaultFilters) {
  return (
    matchesWords(filters.q, [
      fault.ref.name,
      fault.ref.kind,
      CHAOS_KINDS[fault.ref.kind].title,
      fault.action,
      fault.effect,
      entityOf(fault),
      placeOf(fault),
      fault.startedBy,
      fault.state,
    ]) &&
    (!filters.active || isActive(fault)) &&
    isAmong(filters.kinds, fault.ref.kind) &&
    isAmong(filters.clusters, fault.ref.cluster)
  );
}

const newest = (a: FaultRow, b: FaultRow) =>
  compareText(b.createdAt, a.createdAt);

/** Sorted faults; equal ones stay newest first. */
export const sortFaults = rowSorter<FaultRow, FaultSortColumn>(
  {
    fault: (a, b) => compareText(a.ref.name, b.ref.name),
    service: (a, b) => compareText(entityOf(a) ?? '', entityOf(b) ?? ''),
    place: (a, b) => compareText(placeOf(a), placeOf(b)),
    state: (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
    started: (a, b) => -newest(a, b),
  },
  newest,
);

/** How the list of faults is filtered and sorted. */
export const FAULTS: ListRules<FaultRow, FaultFilters, FaultSortColumn> = {
  query: FAULTS_QUERY,
  matches: matchesFilters,
  sort: sortFaults,
};

/** What the filters can be set to, counted over all faults whatever is filtered. */
export function faultFilterOptions(faults: readonly FaultRow[]): {
  kinds: Array<FilterOption<LaunchKind>>;
  clusters: FilterOption[];
  active: number;
} {
  return {
    kinds: countedValues(
      faults.map(({ ref }) => ref.kind),
      kind => CHAOS_KINDS[kind].title,
    ),
    clusters: countedValues(faults.map(({ ref }) => ref.cluster)),
    active: faults.filter(isActive).length,
  };
}
