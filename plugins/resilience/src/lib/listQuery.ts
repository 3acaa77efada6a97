import {
  isActive,
  RunRow,
  VerdictOutcome,
} from '@slipway/plugin-resilience-common';
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
import { entityName, verdictChip } from './words';

const OUTCOMES: readonly VerdictOutcome[] = ['pass', 'fail', 'inconclusive'];

/** Filters of the list of joint runs. Empty means all. */
export interface RunFilters {
  q: string;
  active: boolean;
  outcomes: VerdictOutcome[];
  services: string[];
}

export const NO_FILTERS: RunFilters = {
  q: '',
  active: false,
  outcomes: [],
  services: [],
};

const COLUMNS = ['run', 'service', 'state', 'verdict', 'started'] as const;

/** What the list can be sorted by. */
export type RunSortColumn = (typeof COLUMNS)[number];

/** What of the list of runs lives in the address; without an order the newest first. */
const RUNS_QUERY = defineListQuery<RunFilters, RunSortColumn>({
  noFilters: NO_FILTERS,
  fields: {
    q: textField('q'),
    active: flagField('active'),
    outcomes: choicesField('verdict', OUTCOMES),
    services: valuesField('service'),
  },
  columns: COLUMNS,
  defaultSort: { column: 'started', descending: true },
});

/** The outcome that a run has for good; undefined while it is under way. */
const finalOutcome = ({ verdict }: RunRow): VerdictOutcome | undefined =>
  verdict?.final ? verdict.outcome : undefined;

/** Whether a run passes all filters. */
export function matchesFilters(run: RunRow, filters: RunFilters): boolean {
  const outcome = finalOutcome(run);
  return (
    matchesWords(filters.q, [
      run.title,
      run.entityRef,
      `${run.cluster}/${run.namespace}`,
      run.startedBy,
      run.state,
      run.verdict && verdictChip(run.verdict).label,
      ...run.parts.map(({ title }) => title),
    ]) &&
    (!filters.active || isActive(run)) &&
    isAmong(filters.outcomes, outcome) &&
    isAmong(filters.services, entityName(run.entityRef))
  );
}

const oldest = (a: RunRow, b: RunRow) => compareText(a.createdAt, b.createdAt);
const newest = (a: RunRow, b: RunRow) => oldest(b, a);

/** What is wrong first; without a verdict last. */
const verdictRank = ({ verdict }: RunRow) =>
  verdict
    ? ['fail', 'inconclusive', 'pass'].indexOf(verdict.outcome)
    : OUTCOMES.length;

/** Sorted runs; equal ones stay newest first. */
export const sortRuns = rowSorter<RunRow, RunSortColumn>(
  {
    run: (a, b) => compareText(a.title, b.title),
    service: (a, b) => compareText(a.entityRef, b.entityRef),
    state: (a, b) => Number(isActive(b)) - Number(isActive(a)),
    verdict: (a, b) => verdictRank(a) - verdictRank(b),
    started: oldest,
  },
  newest,
);

/** How the list of joint runs is filtered and sorted. */
export const RUNS: ListRules<RunRow, RunFilters, RunSortColumn> = {
  query: RUNS_QUERY,
  matches: matchesFilters,
  sort: sortRuns,
};

/** What the filters can be set to, counted over all runs whatever is filtered. */
export function runFilterOptions(runs: readonly RunRow[]): {
  outcomes: Array<FilterOption<VerdictOutcome>>;
  services: FilterOption[];
  active: number;
} {
  return {
    outcomes: countedValues(
      runs.flatMap(run => finalOutcome(run) ?? []),
      outcome => verdictChip({ outcome, final: true }).label,
    ),
    services: countedValues(runs.map(({ entityRef }) => entityName(entityRef))),
    active: runs.filter(isActive).length,
  };
}
