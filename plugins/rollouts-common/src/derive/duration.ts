import { IntOrString } from '../raw/types';

const SECONDS_OF_UNIT: Record<string, number> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  ns: 1e-9,
};

/** Seconds of a Go duration (`1h30m`, `10m`, `1.5s`); undefined when it is not one. */
export function goDurationSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d*)?(h|ms|us|µs|ns|m|s))+$/.test(text)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(
    /(\d+(?:\.\d*)?)(h|ms|us|µs|ns|m|s)/g,
  )) {
    seconds += Number(amount) * SECONDS_OF_UNIT[unit];
  }
  return seconds;
}

/**
 * Whole seconds of a pause step's duration: a number, a string with a number,
 * or a Go duration. Undefined without a duration or when it cannot be read.
 *
 * @see pkg/apis/rollouts/v1alpha1/types.go `RolloutPause.DurationSeconds`
 */
export function pauseSeconds(
  duration: IntOrString | undefined,
): number | undefined {
  if (duration === undefined) return undefined;
  if (typeof duration === 'number') return duration;
  if (/^[+-]?\d+$/.test(duration)) return Number(duration);
  const seconds = goDurationSeconds(duration);
  return seconds === undefined ? undefined : Math.trunc(seconds);
}

/** Short words for a number of seconds: `45s`, `10m`, `1h30m`. */
export function shortDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = seconds % 60;
  const words = [
    hours ? `${hours}h` : '',
    minutes ? `${minutes}m` : '',
    rest ? `${rest}s` : '',
  ].join('');
  return words || '0s';
}

/** ISO time `seconds` after `start`; undefined when `start` is not a time. */
export function isoAfter(start: string, seconds: number): string | undefined {
  const time = Date.parse(start);
  return Number.isNaN(time)
    ? undefined
    : new Date(time + seconds * 1000).toISOString();
}
