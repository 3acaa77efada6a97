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

/** Range and marks of the value axis. */
export interface ValueAxis {
  domain: [number, number];
  /** Round figures, the ends of the range among them. */
  ticks: number[];
  /** Between one mark and the next. */
  step: number;
}

/** Steps that read well, times a power of ten. */
const ROUND = [1, 2, 2.5, 5, 10];
/** About as many spaces between marks. */
const SPACES = 4;
/** A success rate that moves by a tenth of a percent is steady and looks so. */
const LEAST_RATIO_SPAN = 0.01;

/**
 * The value axis: wide enough for everything measured and every limit, with
 * round marks. It starts at zero only where the values do. A ratio does not go
 * beyond 100 %, and a small range of it grows downwards, so that noise does
 * not fill the picture.
 */
export function valueAxis(
  series: readonly ChartSeries[],
  limits: readonly ChartLimit[],
  unit: FigureUnit,
): ValueAxis {
  const values = [
    ...series.flatMap(one => measured(one.points)),
    ...limits.map(limit => limit.value),
  ];
  const high = values.reduce((a, b) => Math.max(a, b), values[0] ?? 1);
  const least = unit === 'ratio' ? high - LEAST_RATIO_SPAN : high;
  const low = values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const [from, to] = withRoom(Math.min(low, least), high);
  const share = unit === 'ratio' && low >= 0 && high <= 1;
  const bottom = low >= 0 ? Math.max(0, from) : from;
  const top = share ? Math.min(1, to) : to;

  const step = roundStep((top - bottom) / SPACES);
  const first = Math.floor(bottom / step + 1e-9);
  const last = Math.ceil(top / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, n) =>
    Number(((first + n) * step).toPrecision(12)),
  );
  return { domain: [ticks[0], ticks[ticks.length - 1]], ticks, step };
}

/** A twentieth of the range on both sides; a tenth of its height for a flat line. */
function withRoom(low: number, high: number): [number, number] {
  const room = high === low ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.05;
  return [low - room, high + room];
}

/** The smallest round step that is not below. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  return power * (ROUND.find(one => one * power >= rough * 0.999) ?? 10);
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

/**
 * A mark of the value axis: the figure alone, because the axis' title has the
 * unit. It has as many digits as the step takes, so that no two are alike.
 */
export function tickText(
  value: number,
  unit: FigureUnit,
  { step }: Pick<ValueAxis, 'step'>,
): string {
  const scale = unit === 'ratio' ? 100 : 1;
  // A step is one or two digits times a power of ten.
  const power = Math.floor(Math.log10(step * scale) + 1e-9);
  const digits = Math.min(Math.max(1 - power, 0), 20);
  const text = (value * scale).toFixed(digits);
  return digits === 0 ? text : text.replace(/\.?0+$/, '');
}
