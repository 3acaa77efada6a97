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
  ListSort,
  matchesWords,
  sortRows,
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
export const RUNS_QUERY = defineListQuery<RunFilters, RunSortColumn>({
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
    (filters.outcomes.length === 0 ||
      (outcome !== undefined && filters.outcomes.includes(outcome))) &&
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

const COMPARE: Readonly<
  Record<RunSortColumn, (a: RunRow, b: RunRow) => number>
> = {
  run: (a, b) => compareText(a.title, b.title),
  service: (a, b) => compareText(a.entityRef, b.entityRef),
  state: (a, b) => Number(isActive(b)) - Number(isActive(a)),
  verdict: (a, b) => verdictRank(a) - verdictRank(b),
  started: oldest,
};

/** Sorted runs; equal ones stay newest first. */
export function sortRuns(
  runs: readonly RunRow[],
  { column, descending }: ListSort<RunSortColumn>,
): RunRow[] {
  return sortRows(runs, COMPARE[column], { descending, otherwise: newest });
}

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
