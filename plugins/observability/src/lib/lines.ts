import {
  FOLLOW_RANGE_MS,
  kibanaDiscoverUrl,
  LOG_LEVELS,
  LOG_SIDES,
  logClauses,
  LogFilter,
  LogLevel,
  LogLine,
  LogRange,
  LogSide,
  LogTailParams,
  KibanaSource,
  ObservedPlace,
} from '@slipway/plugin-observability-common';

/** Levels that can be chosen, worst first. */
export const CHOSEN_LEVELS: readonly LogLevel[] = [...LOG_LEVELS]
  .reverse()
  .filter(level => level !== 'TRACE');

/** Which pods; `all` where the place has no canary. */
export function readSide(text: string | null, place: ObservedPlace): LogSide {
  const side = LOG_SIDES.find(one => one === text) ?? 'all';
  return place.canary && place.stable ? side : 'all';
}

/** A level of the address; undefined is every level. */
export function readLevel(text: string | null): LogLevel | undefined {
  return CHOSEN_LEVELS.find(level => level === text);
}

/** The live tail of a place with a filter. */
export function tailOf(
  entityRef: string,
  { cluster, namespace, workload }: ObservedPlace,
  { side, level, text }: LogFilter,
): LogTailParams {
  return {
    entityRef,
    cluster,
    namespace,
    workload,
    side,
    level: level ?? 'ANY',
    text: text ?? '',
  };
}

/** Newest first; lines of one moment keep their order. */
export function newestFirst(lines: Iterable<LogLine>): LogLine[] {
  return [...lines].sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** A row of the lines: a line, or what else is known of one that is opened. */
export interface LineRow {
  /** Unique, and the same whatever else is opened. */
  key: string;
  line: LogLine;
  part: 'line' | 'details';
  /** Whether its line is opened. */
  open: boolean;
}

/** The rows of lines, with the details below each that is opened. */
export const lineRows = (
  lines: readonly LogLine[],
  opened: ReadonlySet<string>,
): LineRow[] =>
  lines.flatMap((line): LineRow[] => {
    const { id } = line;
    const open = opened.has(id);
    const row: LineRow = { key: `line ${id}`, line, part: 'line', open };
    return open
      ? [row, { key: `details ${id}`, line, part: 'details', open }]
      : [row];
  });

/** The range of the live tail that ends at a moment, ms since 1970. */
export const followedRange = (end: number): LogRange => ({
  from: end - FOLLOW_RANGE_MS,
  to: end,
});

/** Discover with the lines of a place in a range, by the same filter. */
export function linesInKibana(
  kibana: KibanaSource,
  place: ObservedPlace,
  filter: LogFilter,
  range: LogRange,
): string {
  const { cluster, namespace, workload, stable, canary } = place;
  const hashes: Record<LogSide, string | undefined> = {
    all: undefined,
    stable,
    canary,
  };
  const revision = hashes[filter.side];
  return kibanaDiscoverUrl(
    kibana,
    { cluster, namespace, workload, ...(revision ? { revision } : {}) },
    range,
    logClauses(filter),
  );
}

/** Time of day of the reader to the millisecond, for lines that are close to each other. */
export function lineTime(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return 'unknown';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(
    date.getSeconds(),
  )}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** How many values of a line were masked, in words. */
export const maskedWords = (masked: number): string =>
  masked === 1 ? '1 value masked' : `${masked} values masked`;
