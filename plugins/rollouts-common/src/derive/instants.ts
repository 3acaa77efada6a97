/** RFC 3339 as Kubernetes writes it: whole seconds, or with a fraction, in UTC or with an offset. */
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * A time of Kubernetes as an instant. The same instant can be written in
 * several ways (`02:30:00Z`, `04:30:00+02:00`, `02:30:00.000000Z`), so times
 * are compared by this number, never as text.
 *
 * @returns ms since the epoch, with a fraction; undefined without a time or when it cannot be read
 * @see k8s.io/apimachinery/pkg/apis/meta/v1/time.go `Time.UnmarshalJSON`
 */
export function instantOf(time: string | undefined): number | undefined {
  const found = time === undefined ? null : RFC_3339.exec(time);
  if (!found) return undefined;
  const [text, fraction = ''] = found;
  // `Date.parse` cuts microseconds off, which events have.
  const instant = Date.parse(text.replace(fraction, ''));
  return Number.isNaN(instant)
    ? undefined
    : instant + Number(`0${fraction}`) * 1000;
}

/**
 * Order of two times, earlier first. Without a time, or with one that cannot
 * be read, comes last.
 */
export function compareInstants(
  a: string | undefined,
  b: string | undefined,
): number {
  const [x, y] = [instantOf(a), instantOf(b)];
  if (x === undefined || y === undefined) {
    return Number(x === undefined) - Number(y === undefined);
  }
  return x - y;
}

/** Order of two times, later first; without a time comes last here too. */
export function compareLatest(
  a: string | undefined,
  b: string | undefined,
): number {
  const [x, y] = [instantOf(a), instantOf(b)];
  if (x === undefined || y === undefined) {
    return Number(x === undefined) - Number(y === undefined);
  }
  return y - x;
}

/** Whether two times are the same instant; a time that cannot be read equals none. */
export function isSameInstant(
  a: string | undefined,
  b: string | undefined,
): boolean {
  const instant = instantOf(a);
  return instant !== undefined && instant === instantOf(b);
}

/** The earliest of some times, as it is written; undefined without any that can be read. */
export function earliestOf(
  times: ReadonlyArray<string | undefined>,
): string | undefined {
  const [first] = [...times].sort(compareInstants);
  return instantOf(first) === undefined ? undefined : first;
}

/** The latest of some times, as it is written; undefined without any that can be read. */
export function latestOf(
  times: ReadonlyArray<string | undefined>,
): string | undefined {
  const [first] = [...times].sort(compareLatest);
  return instantOf(first) === undefined ? undefined : first;
}
