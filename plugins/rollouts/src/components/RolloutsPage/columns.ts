import { ListColumn } from '@slipway/plugin-portal-react';
import { SortColumn } from '@slipway/plugin-rollouts-common';

/** Columns of the table, in order. */
export const COLUMNS: ReadonlyArray<ListColumn<SortColumn>> = [
  { title: 'Service', width: 'minmax(132px, 1.2fr)', sort: 'service' },
  { title: 'Where', width: 'minmax(126px, 1fr)', sort: 'place' },
  { title: 'State', width: 'minmax(180px, 1.6fr)', sort: 'state' },
  { title: 'Step and weight', width: 'minmax(136px, 0.9fr)', sort: 'progress' },
  { title: 'Version', width: 'minmax(96px, 0.8fr)', sort: 'image' },
  { title: 'Since', width: '82px', sort: 'since' },
  { title: 'Next step', width: '92px' },
];
