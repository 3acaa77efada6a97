import {
  APPROVAL_STATES,
  ApprovalRow,
  ApprovalState,
  isOpenState,
} from '@slipway/plugin-approvals-common';
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
import { placeText, STATE_WORDS } from './words';

/** Filters of the list of approvals. Empty means all. */
export interface ApprovalFilters {
  q: string;
  /** Those that wait for the signed-in user. */
  mine: boolean;
  states: ApprovalState[];
  plugins: string[];
}

export const NO_FILTERS: ApprovalFilters = {
  q: '',
  mine: false,
  states: [],
  plugins: [],
};

const COLUMNS = ['words', 'service', 'state', 'requester', 'asked'] as const;

/** What the list can be sorted by. */
export type ApprovalSortColumn = (typeof COLUMNS)[number];

/** What of the list lives in the address; without an order, what is open first, then the newest. */
export const APPROVALS_QUERY = defineListQuery<
  ApprovalFilters,
  ApprovalSortColumn
>({
  noFilters: NO_FILTERS,
  fields: {
    q: textField('q'),
    mine: flagField('mine'),
    states: choicesField('state', APPROVAL_STATES),
    plugins: valuesField('plugin'),
  },
  columns: COLUMNS,
  defaultSort: { column: 'state', descending: false },
});

/** Whether an approval passes all filters. */
export function matchesFilters(
  approval: ApprovalRow,
  filters: ApprovalFilters,
  isMine: (approval: ApprovalRow) => boolean,
): boolean {
  const { asked, requester, reason, answer, state } = approval;
  return (
    matchesWords(filters.q, [
      asked.words,
      asked.plugin,
      asked.entityRef,
      placeText(asked),
      requester,
      reason,
      answer?.by,
      state,
    ]) &&
    (!filters.mine || isMine(approval)) &&
    isAmong(filters.states, state) &&
    isAmong(filters.plugins, asked.plugin)
  );
}

const newest = (a: ApprovalRow, b: ApprovalRow) =>
  compareText(b.askedAt, a.askedAt);
const rank = ({ state }: ApprovalRow) => (isOpenState(state) ? 0 : 1);

const COMPARE: Readonly<
  Record<ApprovalSortColumn, (a: ApprovalRow, b: ApprovalRow) => number>
> = {
  words: (a, b) => compareText(a.asked.words, b.asked.words),
  service: (a, b) => compareText(a.asked.entityRef, b.asked.entityRef),
  state: (a, b) => rank(a) - rank(b),
  requester: (a, b) => compareText(a.requester, b.requester),
  asked: (a, b) => -newest(a, b),
};

/** Sorted approvals; equal ones stay newest first. */
export function sortApprovals(
  approvals: readonly ApprovalRow[],
  { column, descending }: ListSort<ApprovalSortColumn>,
): ApprovalRow[] {
  return sortRows(approvals, COMPARE[column], {
    descending,
    otherwise: newest,
  });
}

/** What the filters can be set to, counted over all approvals. */
export function filterOptions(
  approvals: readonly ApprovalRow[],
  isMine: (approval: ApprovalRow) => boolean,
): {
  states: Array<FilterOption<ApprovalState>>;
  plugins: FilterOption[];
  mine: number;
} {
  return {
    states: countedValues(
      approvals.map(({ state }) => state),
      state => STATE_WORDS[state].label,
    ),
    plugins: countedValues(approvals.map(({ asked }) => asked.plugin)),
    mine: approvals.filter(isMine).length,
  };
}
