import {
  GoldenMetric,
  MetricUnit,
  Points,
} from '@slipway/plugin-metrics-common';
import { formatFigure } from '../format/formatFigure';

/** Middle value of what was measured over a range: a spike does not move it. Undefined without measurements. */
export function medianOf(points: Points): number | undefined {
  const values = points
    .flatMap(([, value]) => (value === null ? [] : [value]))
    .sort((a, b) => a - b);
  if (values.length === 0) return undefined;
  const half = Math.floor(values.length / 2);
  return values.length % 2 === 1
    ? values[half]
    : (values[half - 1] + values[half]) / 2;
}

/** A median in words: no traffic and unknown apart. */
export function medianWords(points: Points, unit: MetricUnit): string {
  const median = medianOf(points);
  if (median !== undefined) return formatFigure(median, unit);
  return points.length > 0 ? 'no traffic' : 'unknown';
}

/** How a figure differs from another, with its sign: percentage points of a ratio to a hundredth, else percent to a tenth. */
export function differenceWords(
  metric: GoldenMetric,
  value: number | undefined,
  other: number | undefined,
): string | undefined {
  if (value === undefined || other === undefined) return undefined;
  const signed = (figure: number, unit: string, digits: number) => {
    const text = String(Number(Math.abs(figure).toFixed(digits)));
    const sign = figure > 0 ? '+' : '−';
    return `${text === '0' ? '±' : sign}${text}\u00a0${unit}`;
  };
  if (metric === 'successRate') {
    return signed((value - other) * 100, 'pp', 2);
  }
  return other === 0 ? undefined : signed((value / other - 1) * 100, '%', 1);
}
