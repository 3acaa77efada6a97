import { PromqlError } from './errors';
import { labelsKey } from './labels';
import { Labels } from './types';

/** One series at the moment of evaluation. */
export interface Sample {
  labels: Labels;
  value: number;
}

/** Samples of one series in a range: those at `from` to before `to`; none is a stale marker. */
export interface Window {
  labels: Labels;
  times: Float64Array;
  values: Float64Array;
  from: number;
  to: number;
  /** Bounds of the range, in ms. */
  start: number;
  end: number;
}

/** An expression made ready: what it is at a moment (ms). */
export type Compiled =
  | { type: 'scalar'; at(time: number): number }
  | { type: 'vector'; at(time: number): Sample[] }
  | { type: 'matrix'; at(time: number): Window[] }
  | { type: 'string'; value: string };

/**
 * A vector in which no two series bear the same labels.
 *
 * @throws PromqlError (`execution`)
 * @see rangeEval in promql/engine.go of Prometheus
 */
export function distinct(samples: Sample[]): Sample[] {
  if (
    samples.length > 1 &&
    new Set(samples.map(({ labels }) => labelsKey(labels))).size <
      samples.length
  ) {
    throw new PromqlError(
      'execution',
      'vector cannot contain metrics with the same labelset',
    );
  }
  return samples;
}

/** A number as Go's `strconv.ParseFloat` reads it, or NaN. */
export function parseFloatStrictly(text: string): number {
  const infinity = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (infinity) {
    return infinity[1] === '-' ? -Infinity : Infinity;
  }
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)
    ? Number(text)
    : NaN;
}
