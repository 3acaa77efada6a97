/** RFC 3339 in whole seconds, as `metav1.Time` is written. */
export const stamp = (time: Date): string =>
  time.toISOString().replace(/\.\d{3}Z$/, 'Z');

/** Milliseconds since the epoch, cut to whole seconds; NaN if it is no time. */
export const seconds = (time: string | undefined): number =>
  Math.floor(Date.parse(time ?? '') / 1000) * 1000;

const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * A duration as Go writes it (`1h30m`, `500ms`).
 *
 * @returns milliseconds, or undefined if it is none
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  const match =
    /^([+-]?)((?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text);
  if (!match) return undefined;
  const total = [
    ...match[2].matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g),
  ].reduce((sum, [, amount, unit]) => sum + Number(amount) * UNITS[unit], 0);
  return match[1] === '-' ? -total : total;
}
