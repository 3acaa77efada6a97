import { measured } from './chartData';
import { ChartPoint } from './types';

const MARGIN = 2;

/**
 * SVG path of a line through the points, scaled to fill the box. A point
 * without a value breaks the line; a lone point is drawn as a dot.
 */
export function sparklinePath(
  points: readonly ChartPoint[],
  width: number,
  height: number,
): string {
  const values = measured(points);
  if (values.length === 0) return '';
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
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
