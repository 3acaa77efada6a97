/** Nanoseconds of each unit. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
/** Largest `time.Duration`, in nanoseconds. */
const LARGEST = 2 ** 63;

/**
 * Milliseconds of a duration as Go reads it: `1h30m`, `300ms`, `-1.5h`, `0`.
 * Undefined for what Go refuses: an empty text, a number without a unit, blanks.
 *
 * @see Go's time.ParseDuration, which every duration of Chaos Mesh goes through
 */
export function parseGoDuration(text: string): number | undefined {
  const unsigned = text.replace(/^[+-]/, '');
  if (unsigned === '0') return 0;
  if (unsigned === '') return undefined;
  let nanoseconds = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < unsigned.length) {
    const part = PART.exec(unsigned);
    if (!part) return undefined;
    nanoseconds += Number(part[1]) * UNITS[part[2]];
  }
  if (nanoseconds >= LARGEST) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (nanoseconds / 1e6);
}

/** `90s` → `1 min 30 s`, for sentences. */
export function durationText(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const total = Math.round(milliseconds / 1000);
  const parts: Array<[number, string]> = [
    [Math.floor(total / 3600), 'h'],
    [Math.floor((total % 3600) / 60), 'min'],
    [total % 60, 's'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
