const LAYOUT = '2006-01-02T15:04:05Z07:00';

/** What Go expects one after the other: the words of its layout, and what matches them. */
const ELEMENTS: ReadonlyArray<readonly [string, RegExp]> = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d{1,2}/],
  [':', /^:/],
  ['04', /^\d\d/],
  [':', /^:/],
  ['05', /^\d\d(?:\.\d+)?/],
  ['Z07:00', /^(?:Z|[+-]\d\d:\d\d)/],
];

const RANGES = [
  ['month', 1, 12],
  ['day', 1, 31],
  ['hour', 0, 23],
  ['minute', 0, 59],
  ['second', 0, 59],
] as const;

/**
 * A time as the API server stores it: in UTC.
 *
 * @param fraction - digits of a second that are kept
 * @throws Error in the words of Go's `time.Parse`
 */
export function canonicalTime(text: string, fraction: 0 | 6): string {
  const failure = (why: string) =>
    new Error(`parsing time ${JSON.stringify(text)}${why}`);
  let rest = text;
  for (const [element, pattern] of ELEMENTS) {
    const match = pattern.exec(rest);
    if (!match) {
      throw failure(
        ` as "${LAYOUT}": cannot parse ${JSON.stringify(
          rest,
        )} as ${JSON.stringify(element)}`,
      );
    }
    rest = rest.slice(match[0].length);
  }
  if (rest) throw failure(`: extra text: ${JSON.stringify(rest)}`);
  const numbers = text.slice(5).split(/\D+/).map(Number);
  RANGES.forEach(([name, least, most], index) => {
    const number = numbers[index];
    if (number < least || number > most)
      throw failure(`: ${name} out of range`);
  });
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw failure(': day out of range');
  const [whole] = date.toISOString().split('.');
  if (fraction === 0) return `${whole}Z`;
  const digits = /\.(\d+)/.exec(text)?.[1] ?? '';
  return `${whole}.${digits.slice(0, 6).padEnd(6, '0')}Z`;
}
