import { FigureUnit, formatFigure } from '../format/formatFigure';
import { ChartLimit, ChartPoint, ChartSeries } from './types';

/** One time with the value of each series by its id; absent and null are both "not measured". */
export interface ChartRow {
  time: number;
  values: Record<string, number | null>;
}

/** Joins series on their times, oldest first. */
export function toRows(series: readonly ChartSeries[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const { id, points } of series) {
    for (const [time, value] of points) {
      const row = rows.get(time) ?? { time, values: {} };
      row.values[id] = value;
      rows.set(time, row);
    }
  }
  return [...rows.values()].sort((a, b) => a.time - b.time);
}

/**
 * Range of the value axis: everything measured and every limit, with a little air; `[0, 1]` for nothing.
 *
 * @param leastSpan - a smaller range grows downwards to it, so that noise does not fill the picture
 */
export function valueDomain(
  series: readonly ChartSeries[],
  limits: readonly ChartLimit[],
  leastSpan = 0,
): [number, number] {
  const values = [
    ...series.flatMap(one => measured(one.points)),
    ...limits.map(limit => limit.value),
  ];
  if (values.length === 0) return [0, 1];
  const high = values.reduce((a, b) => Math.max(a, b));
  const low = values.reduce((a, b) => Math.min(a, b), high - leastSpan);
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

/** The values that were measured. */
export function measured(points: readonly ChartPoint[]): number[] {
  return points.flatMap(([, value]) => (value === null ? [] : [value]));
}

/** The newest measured value, or undefined. */
export function newest(points: readonly ChartPoint[]): number | undefined {
  return measured(points).at(-1);
}

/** A series in one sentence, for those who do not see it. */
export function describeSeries(
  label: string,
  points: readonly ChartPoint[],
  unit: FigureUnit,
): string {
  const values = measured(points);
  if (values.length === 0) return `${label}: nothing measured`;
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const now = values[values.length - 1];
  return `${label}: now ${formatFigure(now, unit)}, lowest ${formatFigure(
    low,
    unit,
  )}, highest ${formatFigure(high, unit)}`;
}

/** Words of the unit on an axis: `%` for a ratio. */
export function unitOnAxis(unit: FigureUnit): string {
  return unit === 'ratio' ? '%' : unit;
}
