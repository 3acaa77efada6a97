import { PickRange } from '../preview';

/** How many are picked of what matches; or why the controller cannot pick. */
export type Picked =
  | { range: PickRange; failure?: undefined }
  | { range: PickRange; failure: string };

const NOTHING: PickRange = { least: 0, most: 0, text: 'Nothing is picked.' };
const failed = (failure: string): Picked => ({
  range: NOTHING,
  failure,
});

/** A whole number as Go's strconv.Atoi reads it; undefined for what it refuses. */
export function parseGoInt(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

const plural = (count: number, what: string) =>
  `${count} ${what}${count === 1 ? '' : 's'}`;

const notANumber = (value: string) =>
  `value must be a whole number, not "${value}".`;

/**
 * How many of `count` targets a mode picks. Percentages are rounded up, so that
 * 10 % of 3 is one of three. `random-max-percent` draws a percentage from 0 up
 * and may pick nothing, which is not tried again.
 *
 * @param what - `pod`
 * @see pkg/selector/generic/mode.go `FilterObjectsByMode`
 */
export function pick(
  mode: string,
  value: string,
  count: number,
  what = 'pod',
): Picked {
  if (count === 0) return failed(`No ${what} matches, so nothing is injected.`);
  const exactly = (most: number, text: string): Picked => ({
    range: { least: most, most, text },
  });
  switch (mode) {
    case 'one':
      return exactly(
        1,
        count === 1
          ? `The one ${what} that matches.`
          : `1 of ${plural(count, what)}, picked at random.`,
      );
    case 'all':
      return exactly(
        count,
        count === 1
          ? `The one ${what} that matches.`
          : `All ${plural(count, what)} that match.`,
      );
    case 'fixed': {
      const wanted = parseGoInt(value);
      if (wanted === undefined) return failed(notANumber(value));
      if (wanted <= 0) return failed('value must be greater than 0.');
      const most = Math.min(wanted, count);
      if (wanted > count) {
        return exactly(
          most,
          `All ${plural(count, what)} that match: ${wanted} were asked for.`,
        );
      }
      return exactly(
        most,
        `${most} of ${plural(count, what)}, picked at random.`,
      );
    }
    case 'fixed-percent':
    case 'random-max-percent': {
      const percent = parseGoInt(value);
      if (percent === undefined) return failed(notANumber(value));
      if (percent <= 0 || percent > 100) {
        return failed('value must be from 1 to 100.');
      }
      const most = Math.ceil((count * percent) / 100);
      const rounded = (most * 100) / count - percent;
      const up =
        rounded > 0.5
          ? ` ${percent} % of ${count} is rounded up to ${most}, which is ${Math.round(
              (most * 100) / count,
            )} %.`
          : '';
      return mode === 'fixed-percent'
        ? exactly(
            most,
            `${most} of ${plural(count, what)}, picked at random.${up}`,
          )
        : {
            range: {
              least: 0,
              most,
              text: `At most ${most} of ${plural(
                count,
                what,
              )}, picked at random; it may pick none, and then nothing is injected.${up}`,
            },
          };
    }
    default:
      return failed(
        mode === '' ? 'mode is missing.' : `mode ${mode} is not supported.`,
      );
  }
}
