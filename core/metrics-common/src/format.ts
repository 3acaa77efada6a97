import { Measurement, MetricUnit } from './types';

/** A no-break space: a figure and its unit stay on one line. */
const SPACE = '\u00a0';

const UNIT_LABELS: Record<MetricUnit, string> = {
  ratio: '%',
  'req/s': 'req/s',
  ms: 'ms',
};

const THREE_DIGITS = new Intl.NumberFormat('en', {
  maximumSignificantDigits: 3,
});

/**
 * A figure for users: three significant digits and the unit. A success rate
 * is rounded down once it would read 100 %: that is written only when nothing
 * failed.
 */
export function formatValue(value: number, unit: MetricUnit): string {
  return `${digits(value, unit)}${SPACE}${UNIT_LABELS[unit]}`;
}

/** A measurement for users: the figure, or in words why there is none. */
export function formatMeasurement(
  measurement: Measurement,
  unit: MetricUnit,
): string {
  switch (measurement.state) {
    case 'measured':
      return formatValue(measurement.value, unit);
    case 'no-traffic':
      return 'no traffic';
    default:
      return 'unknown';
  }
}

/** The window of a query in words: `1m` is `1 min`, `30s` is `30 s`. */
export function formatWindow(window: string): string {
  return window.replace(/m$/, 'min').replace(/(?<=\d)(?=[a-z])/, SPACE);
}

function digits(value: number, unit: MetricUnit): string {
  if (unit !== 'ratio') {
    return THREE_DIGITS.format(value);
  }
  const percent = value * 100;
  return percent >= 99.95 && percent < 100
    ? (Math.floor(percent * 100) / 100).toFixed(2)
    : THREE_DIGITS.format(percent);
}
