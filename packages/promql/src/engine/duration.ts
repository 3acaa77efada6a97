const UNITS_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

/** Units from large to small, each at most once. */
const DURATION =
  /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const ORDER = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];

/**
 * Milliseconds of a duration such as `5m` or `1h30m`; undefined when the text
 * is none.
 *
 * @see ParseDuration in model/time.go of prometheus/common
 */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match || text === '') {
    return undefined;
  }
  return ORDER.reduce(
    (sum, unit, index) => sum + Number(match[index + 1] ?? 0) * UNITS_MS[unit],
    0,
  );
}
