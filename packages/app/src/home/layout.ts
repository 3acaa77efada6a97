import { HomePageWidgetData } from './alpha';

/** How many columns the grid of the home page has. */
export const HOME_COLUMNS = 12;

/** The columns that a widget spans: what it asks for, within the grid; the whole width where it does not ask. */
export function columnsOf(widget: Pick<HomePageWidgetData, 'layout'>): number {
  const wanted = widget.layout?.width?.defaultColumns ?? HOME_COLUMNS;
  return Math.min(Math.max(Math.round(wanted), 1), HOME_COLUMNS);
}
