import { QueryUnit, Reading } from '@slipway/plugin-observability-common';
import { formatFigure } from '@slipway/plugin-portal-react';

/** A reading in words: the figure with its unit, or why there is none. */
export function readingWords(reading: Reading, unit: QueryUnit): string {
  switch (reading.state) {
    case 'measured':
      return formatFigure(reading.value, unit === 'connections' ? '' : unit);
    case 'no-traffic':
      return 'no traffic';
    default:
      return 'unknown';
  }
}
