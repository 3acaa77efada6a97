import {
  choicesField,
  defineListQuery,
  flagField,
  textField,
  valuesField,
} from '@slipway/plugin-live-common';
import { ListFilters, NO_FILTERS, PHASES } from './filters';
import { SORT_COLUMNS, SortColumn } from './sort';

/** What of the list of rollouts lives in the address; without an order, what needs attention first. */
export const ROLLOUTS_QUERY = defineListQuery<ListFilters, SortColumn>({
  noFilters: NO_FILTERS,
  fields: {
    q: textField('q'),
    phases: choicesField('phase', PHASES),
    clusters: valuesField('cluster'),
    namespaces: valuesField('namespace'),
    owners: valuesField('owner'),
    attention: flagField('attention'),
    mine: flagField('mine'),
  },
  columns: SORT_COLUMNS,
  defaultSort: { column: 'attention', descending: false },
});
