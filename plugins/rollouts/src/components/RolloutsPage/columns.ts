import { SortColumn } from '../../lib/listSort';

/** Columns of the table, in order. */
export const COLUMNS: ReadonlyArray<{
  title: string;
  /** Width in CSS grid terms. */
  width: string;
  sort?: SortColumn;
}> = [
  { title: 'Service', width: 'minmax(150px, 1.2fr)', sort: 'service' },
  { title: 'Where', width: 'minmax(150px, 1fr)', sort: 'place' },
  { title: 'State', width: 'minmax(190px, 1.6fr)', sort: 'state' },
  { title: 'Step and weight', width: 'minmax(150px, 1fr)', sort: 'progress' },
  { title: 'Version', width: 'minmax(110px, 0.9fr)', sort: 'image' },
  { title: 'Since', width: '76px', sort: 'since' },
  { title: 'Next step', width: '96px' },
];

export const GRID_TEMPLATE = COLUMNS.map(column => column.width).join(' ');
