import { Measurement, MetricUnit } from '@slipway/plugin-metrics-common';

/** A unit that is shown; `ratio` is shown as percent, others as they are written. */
export type FigureUnit = MetricUnit | (string & {});

/**
 * A figure for users: three significant digits with its unit.
 *
 * What is not known is "unknown" and what had no requests is "no traffic":
 * neither is ever shown as zero. A ratio below one is never rounded up to 100 %.
 */
export function formatFigure(
  figure: number | Measurement | null | undefined,
  unit: FigureUnit,
): string {
  if (figure === null || figure === undefined) return 'unknown';
  if (typeof figure === 'object') {
    if (figure.state === 'unknown') return 'unknown';
    if (figure.state === 'no-traffic') return 'no traffic';
    return formatFigure(figure.value, unit);
  }
  if (!Number.isFinite(figure)) return 'unknown';
  if (unit === 'ratio') return `${percent(figure)} %`;
  return unit === '' ? threeDigits(figure) : `${threeDigits(figure)} ${unit}`;
}

function percent(ratio: number): string {
  const value = ratio * 100;
  const below = ratio < 1 && Number(value.toPrecision(3)) >= 100;
  return below ? '99.9' : threeDigits(value);
}

/** Three significant digits without an exponent: 0.00123, 12.3, 123, 12300, 0. */
function threeDigits(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(3));
  const magnitude = Math.floor(Math.log10(Math.abs(rounded)));
  const decimals = Math.min(Math.max(2 - magnitude, 0), 8);
  const text = rounded.toFixed(decimals);
  // Whole numbers that were given whole stay whole: 4, not 4.00.
  return Number.isInteger(value) ? String(rounded) : text;
}
