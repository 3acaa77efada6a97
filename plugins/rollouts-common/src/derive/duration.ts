import { IntOrString } from '../raw/types';
import { instantOf } from './instants';

const SECONDS_OF_UNIT: Record<string, number> = {
  h: 3600,
  m: 60,
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ns: 1e-9,
};

const PART = '(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:h|ms|us|µs|μs|ns|m|s)';

/**
 * Seconds of a Go duration (`1h30m`, `10m`, `1.5s`, `-5m`); undefined when it
 * is not one.
 *
 * @see Go `time.ParseDuration`
 */
export function goDurationSeconds(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (!new RegExp(`^(${PART})+$`).test(unsigned)) return undefined;
  let seconds = 0;
  for (const [part] of unsigned.matchAll(new RegExp(PART, 'g'))) {
    const unit = part.replace(/[\d.]/g, '');
    seconds += Number.parseFloat(part) * SECONDS_OF_UNIT[unit];
  }
  return sign * seconds;
}

const MOST = 2 ** 31 - 1;

/**
 * Whole seconds of a pause step's duration: a number, a string with a number,
 * or a Go duration. Undefined without a duration or when it cannot be read: a
 * text that is none of these, or a negative one, which the controller refuses.
 *
 * @see pkg/apis/rollouts/v1alpha1/types.go `RolloutPause.DurationSeconds`
 * @see pkg/apis/rollouts/validation/validation.go `InvalidDurationMessage`
 */
export function pauseSeconds(
  duration: IntOrString | undefined,
): number | undefined {
  if (duration === undefined) return undefined;
  const whole = (seconds: number | undefined) =>
    seconds !== undefined && seconds >= 0 && seconds <= MOST
      ? Math.trunc(seconds)
      : undefined;
  if (typeof duration === 'number') {
    return Number.isInteger(duration) ? whole(duration) : undefined;
  }
  if (/^[+-]?\d+$/.test(duration)) return whole(Number(duration));
  return whole(goDurationSeconds(duration));
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
  const time = instantOf(start);
  return time === undefined
    ? undefined
    : new Date(time + seconds * 1000).toISOString();
}
