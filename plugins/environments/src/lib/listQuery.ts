import {
  Cloud,
  CLOUDS,
  ENVIRONMENT_STATES,
  EnvironmentRow,
  EnvironmentState,
  STATE_WORDS,
} from '@slipway/plugin-environments-common';
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
import { CLOUD_WORDS } from './words';

/** Filters of the list of environments. Empty means all. */
export interface EnvironmentFilters {
  q: string;
  mine: boolean;
  owners: string[];
  clouds: Cloud[];
  states: EnvironmentState[];
}

export const NO_FILTERS: EnvironmentFilters = {
  q: '',
  mine: false,
  owners: [],
  clouds: [],
  states: [],
};

const COLUMNS = ['name', 'owner', 'cloud', 'state', 'expires', 'cost'] as const;

/** What the list can be sorted by. */
export type EnvironmentSortColumn = (typeof COLUMNS)[number];

/** What of the list lives in the address; without an order, what needs somebody first. */
export const ENVIRONMENTS_QUERY = defineListQuery<
  EnvironmentFilters,
  EnvironmentSortColumn
>({
  noFilters: NO_FILTERS,
  fields: {
    q: textField('q'),
    mine: flagField('mine'),
    owners: valuesField('owner'),
    clouds: choicesField('cloud', CLOUDS),
    states: choicesField('state', ENVIRONMENT_STATES),
  },
  columns: COLUMNS,
  defaultSort: { column: 'state', descending: false },
});

/** Whether the last check found differences. */
export const isDrifted = ({ drift }: Pick<EnvironmentRow, 'drift'>): boolean =>
  (drift?.differences ?? 0) > 0;

/** Whether the user, or one of their groups, owns it or asked for it. */
export const isMine = (
  { owner, createdBy }: Pick<EnvironmentRow, 'owner' | 'createdBy'>,
  refs: readonly string[],
): boolean => refs.includes(owner) || refs.includes(createdBy);

/** What needs somebody first, then what is under way, then what is ready. */
const URGENCY: readonly EnvironmentState[] = [
  'failed',
  'lock-held',
  'waiting',
  'applying',
  'destroying',
  'planning',
  'ready',
  'destroyed',
];

/** What is absent stands behind all that is there. */
function compareKnown(
  a: string | null | undefined,
  b: string | null | undefined,
): number {
  if (a && b) return compareText(a, b);
  return Number(!a) - Number(!b);
}

const byEnd = (a: EnvironmentRow, b: EnvironmentRow) =>
  compareKnown(a.expiresAt, b.expiresAt) || compareText(a.name, b.name);

/** Sorted environments; equal ones stay by their end. */
export const sortEnvironments = rowSorter<
  EnvironmentRow,
  EnvironmentSortColumn
>(
  {
    name: (a, b) => compareText(a.name, b.name),
    owner: (a, b) => compareText(a.owner, b.owner),
    cloud: (a, b) => compareText(a.cloud, b.cloud),
    state: (a, b) =>
      URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) ||
      Number(isDrifted(b)) - Number(isDrifted(a)),
    expires: byEnd,
    cost: (a, b) => compareKnown(a.outputs.costClass, b.outputs.costClass),
  },
  byEnd,
);

/**
 * Whether an environment passes all filters.
 *
 * @param refs - entity refs of the signed-in user and their groups
 */
export function matchesFilters(
  row: EnvironmentRow,
  filters: EnvironmentFilters,
  refs: readonly string[],
): boolean {
  return (
    matchesWords(filters.q, [
      row.name,
      row.owner,
      row.system,
      row.cloud,
      row.tier,
      row.runner,
      STATE_WORDS[row.state],
      isDrifted(row) ? 'drifted' : undefined,
      row.outputs.costClass,
      ...Object.keys(row.services),
    ]) &&
    (!filters.mine || isMine(row, refs)) &&
    isAmong(filters.owners, row.owner) &&
    isAmong(filters.clouds, row.cloud) &&
    isAmong(filters.states, row.state)
  );
}

/** How the list is filtered and sorted for a user. */
export const environmentRules = (
  refs: readonly string[],
): ListRules<EnvironmentRow, EnvironmentFilters, EnvironmentSortColumn> => ({
  query: ENVIRONMENTS_QUERY,
  matches: (row, filters) => matchesFilters(row, filters, refs),
  sort: sortEnvironments,
});

/** `team-orders` of `group:default/team-orders`. */
export const refName = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** What the filters can be set to, counted over all environments whatever is filtered. */
export function environmentFilterOptions(
  rows: readonly EnvironmentRow[],
  refs: readonly string[],
): {
  owners: FilterOption[];
  clouds: Array<FilterOption<Cloud>>;
  states: Array<FilterOption<EnvironmentState>>;
  mine: number;
} {
  return {
    owners: countedValues(
      rows.map(({ owner }) => owner),
      refName,
    ),
    clouds: countedValues(
      rows.map(({ cloud }) => cloud),
      cloud => CLOUD_WORDS[cloud],
    ),
    states: countedValues(
      rows.map(({ state }) => state),
      state => STATE_WORDS[state],
    ),
    mine: rows.filter(row => isMine(row, refs)).length,
  };
}
