import {
  isActive,
  PROFILES,
  ProfileName,
  RunRow,
  VerdictOutcome,
} from '@slipway/plugin-loadtest-common';
import {
  choicesField,
  compareText,
  defineListQuery,
  flagField,
  isAmong,
  FilterOption,
  countedValues,
  ListRules,
  matchesWords,
  rowSorter,
  textField,
  valuesField,
} from '@slipway/plugin-portal-react';
import { PROFILE_LABELS, verdictChip } from './words';

/** Filters of the list of runs. Empty means all. */
export interface RunFilters {
  q: string;
  running: boolean;
  profiles: ProfileName[];
  verdicts: VerdictOutcome[];
  clusters: string[];
  entities: string[];
}

const VERDICTS: readonly VerdictOutcome[] = ['pass', 'fail', 'inconclusive'];

export const NO_FILTERS: RunFilters = {
  q: '',
  running: false,
  profiles: [],
  verdicts: [],
  clusters: [],
  entities: [],
};

const COLUMNS = ['service', 'profile', 'place', 'peak', 'started'] as const;

/** What the list can be sorted by. */
export type RunSortColumn = (typeof COLUMNS)[number];

/** What of the list of runs lives in the address; without an order, the newest first. */
const RUNS_QUERY = defineListQuery<RunFilters, RunSortColumn>({
  noFilters: NO_FILTERS,
  fields: {
    q: textField('q'),
    running: flagField('running'),
    profiles: choicesField('profile', PROFILES),
    verdicts: choicesField('verdict', VERDICTS),
    clusters: valuesField('cluster'),
    entities: valuesField('entity'),
  },
  columns: COLUMNS,
  defaultSort: { column: 'started', descending: true },
});

const placeOf = ({ cluster, namespace }: RunRow) => `${cluster}/${namespace}`;

/** Whether a run passes all filters. */
export function matchesFilters(run: RunRow, filters: RunFilters): boolean {
  return (
    matchesWords(filters.q, [
      run.entityRef,
      run.suite,
      run.profile,
      placeOf(run),
      run.targetUrl,
      run.startedBy,
      run.state,
      run.verdict?.outcome,
    ]) &&
    (!filters.running || isActive(run)) &&
    isAmong(filters.profiles, run.profile) &&
    isAmong(filters.verdicts, run.verdict?.outcome) &&
    isAmong(filters.clusters, run.cluster) &&
    isAmong(filters.entities, run.entityRef)
  );
}

const byTime = (a: RunRow, b: RunRow) => compareText(a.createdAt, b.createdAt);

/** Sorted runs; equal ones stay newest first. */
export const sortRuns = rowSorter<RunRow, RunSortColumn>(
  {
    service: (a, b) => compareText(a.entityRef, b.entityRef),
    profile: (a, b) =>
      PROFILES.indexOf(a.profile) - PROFILES.indexOf(b.profile),
    place: (a, b) => compareText(placeOf(a), placeOf(b)),
    peak: (a, b) => a.peakUsers - b.peakUsers,
    started: byTime,
  },
  (a, b) => -byTime(a, b),
);

/** How the list of runs is filtered and sorted. */
export const RUNS: ListRules<RunRow, RunFilters, RunSortColumn> = {
  query: RUNS_QUERY,
  matches: matchesFilters,
  sort: sortRuns,
};

/** What the filters can be set to, counted over all runs whatever is filtered. */
export function runFilterOptions(runs: readonly RunRow[]): {
  profiles: Array<FilterOption<ProfileName>>;
  verdicts: Array<FilterOption<VerdictOutcome>>;
  clusters: FilterOption[];
  running: number;
} {
  return {
    profiles: countedValues(
      runs.map(({ profile }) => profile),
      profile => PROFILE_LABELS[profile],
    ),
    verdicts: countedValues(
      runs.map(({ verdict }) => verdict?.outcome),
      outcome => verdictChip({ outcome, final: true }).label,
    ),
    clusters: countedValues(runs.map(({ cluster }) => cluster)),
    running: runs.filter(run => isActive(run)).length,
  };
}
