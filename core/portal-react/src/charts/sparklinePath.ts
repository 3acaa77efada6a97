import { FigureUnit } from '../format/formatFigure';
import { measured } from './chartData';
import { ChartPoint } from './types';

const MARGIN = 2;

/** A line without axes must not make much of little: one percentage point, or a fifth of the value. */
const LEAST_RATIO = 0.01;
const LEAST_SHARE = 0.2;

/** The least range of values that the height of a sparkline stands for, in the unit of the values. */
export function leastSpan(points: readonly ChartPoint[], unit: FigureUnit) {
  if (unit === 'ratio') return LEAST_RATIO;
  return (
    LEAST_SHARE *
    measured(points).reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  );
}

/**
 * SVG path of a line through the points, scaled to fill the box; values that
 * differ by less than `least` fill less of it. A point without a value breaks
 * the line; a lone point is drawn as a dot.
 */
export function sparklinePath(
  points: readonly ChartPoint[],
  width: number,
  height: number,
  least = 0,
): string {
  const values = measured(points);
  if (values.length === 0) return '';
  const lowest = values.reduce((a, b) => Math.min(a, b));
  const highest = values.reduce((a, b) => Math.max(a, b));
  const room = Math.max(0, least - (highest - lowest)) / 2;
  const low = lowest - room;
  const high = highest + room;
  const first = points[0][0];
  const last = points[points.length - 1][0];
  const scale = (value: number, from: number, to: number, size: number) =>
    to === from
      ? size / 2
      : MARGIN + ((value - from) / (to - from)) * (size - 2 * MARGIN);
  const at = (time: number, value: number) =>
    `${round(scale(time, first, last, width))} ${round(
      height - scale(value, low, high, height),
    )}`;

  let path = '';
  let drawing = false;
  points.forEach(([time, value], index) => {
    if (value === null) {
      drawing = false;
      return;
    }
    path += `${drawing ? 'L' : 'M'}${at(time, value)}`;
    const alone = !drawing && (points[index + 1]?.[1] ?? null) === null;
    if (alone) path += 'h0';
    drawing = true;
  });
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
