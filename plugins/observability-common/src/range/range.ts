/** Ranges that can be chosen, in seconds. */
export const PRESETS = [
  { id: '15m', label: '15 min', seconds: 900 },
  { id: '1h', label: '1 h', seconds: 3600 },
  { id: '6h', label: '6 h', seconds: 21_600 },
  { id: '24h', label: '24 h', seconds: 86_400 },
  { id: '7d', label: '7 days', seconds: 604_800 },
] as const;

/** How much of the time before a release is shown with it, in seconds. */
export const BEFORE_RELEASE = 900;

/** What the address says of the range. */
export type RangeChoice =
  | { kind: 'preset'; id: (typeof PRESETS)[number]['id'] }
  /** From 15 minutes before the newest revision was made until now. */
  | { kind: 'release' }
  /** Fixed, in ms since the epoch. */
  | { kind: 'fixed'; from: number; to: number };

/** Earlier periods to compare with. */
export const COMPARISONS = [
  { id: 'off', label: 'Nothing' },
  { id: 'before', label: 'The period before' },
  { id: '1d', label: 'A day ago', seconds: 86_400 },
  { id: '7d', label: 'A week ago', seconds: 604_800 },
] as const;
export type Comparison = (typeof COMPARISONS)[number]['id'];

/** The range if the address has none. */
export const DEFAULT_RANGE: RangeChoice = { kind: 'preset', id: '1h' };

const FIXED = /^(\d{12,14})-(\d{12,14})$/;

/** Reads `range` of an address; what it cannot read is the default. */
export function readRange(text: string | null): RangeChoice {
  const preset = PRESETS.find(({ id }) => id === text);
  if (preset) return { kind: 'preset', id: preset.id };
  if (text === 'release') return { kind: 'release' };
  const [, from, to] = FIXED.exec(text ?? '') ?? [];
  return from && to && Number(to) > Number(from)
    ? { kind: 'fixed', from: Number(from), to: Number(to) }
    : DEFAULT_RANGE;
}

/** Writes `range` of an address. */
export function writeRange(choice: RangeChoice): string {
  switch (choice.kind) {
    case 'preset':
      return choice.id;
    case 'release':
      return 'release';
    default:
      return `${choice.from}-${choice.to}`;
  }
}

/** Reads `compare` of an address. */
export function readComparison(text: string | null): Comparison {
  return COMPARISONS.find(({ id }) => id === text)?.id ?? 'off';
}

/** A range to ask for; seconds since the epoch. */
export interface ResolvedRange {
  start: number;
  end: number;
  /** Ends now and continues: charts of it are live. */
  live: boolean;
  /** Distance of points in seconds. */
  step: number;
  /** Window of rates, not shorter than a step, so that nothing between two points is left out; absent: that of the cluster. */
  window?: string;
}

const STEPS = [10, 15, 30, 60, 120, 180, 300, 600, 1800, 3600, 7200, 21_600];
/** About as many points. A chart with more of them shows no more. */
const POINTS = 150;
/** Longer ranges do not move by themselves: a point of them is minutes. */
const LONGEST_LIVE = 21_600;

/**
 * The range that a choice means now.
 *
 * @param now - ms since the epoch
 * @param releasedAt - ISO time of the release; without one, `release` is the default range
 */
export function resolveRange(
  choice: RangeChoice,
  now: number,
  releasedAt?: string,
): ResolvedRange {
  const end = Math.floor(now / 1000);
  if (choice.kind === 'fixed') {
    return stepped(
      Math.floor(choice.from / 1000),
      Math.ceil(choice.to / 1000),
      false,
    );
  }
  if (choice.kind === 'release' && releasedAt) {
    const released = Math.floor(Date.parse(releasedAt) / 1000);
    return stepped(released - BEFORE_RELEASE, Math.max(released + 60, end));
  }
  const id = choice.kind === 'preset' ? choice.id : '1h';
  const seconds = PRESETS.find(one => one.id === id)?.seconds ?? 3600;
  return stepped(end - seconds, end);
}

function stepped(start: number, end: number, live = true): ResolvedRange {
  const length = end - start;
  const step =
    STEPS.find(one => length / one <= POINTS) ??
    Math.ceil(length / POINTS / 3600) * 3600;
  return {
    start,
    end,
    live: live && length <= LONGEST_LIVE,
    step,
    ...(step > 60 ? { window: `${Math.ceil(step / 60)}m` } : {}),
  };
}

/** How many seconds before a range the period to compare with lies; undefined for none. */
export function shiftOf(
  comparison: Comparison,
  { start, end }: Pick<ResolvedRange, 'start' | 'end'>,
): number | undefined {
  const found = COMPARISONS.find(({ id }) => id === comparison);
  if (!found || found.id === 'off') return undefined;
  return found.id === 'before' ? end - start : found.seconds;
}

/** Points of an earlier period, moved onto the time axis of now. */
export function shifted(
  points: ReadonlyArray<readonly [number, number | null]>,
  seconds: number,
): Array<[number, number | null]> {
  return points.map(([time, value]) => [time + seconds, value]);
}
