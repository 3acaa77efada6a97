import { SEVERITIES, Severity } from '../types';
import { countBySeverity } from './upgrades';

const DAY_MS = 24 * 3_600_000;

/** How the open findings of a severity changed on a day. */
export interface DayChange {
  /** ISO date, UTC. */
  day: string;
  severity: Severity;
  opened: number;
  /** All that were closed, with `gone`. */
  closed: number;
  /** Of these, closed because nothing is scanned any more: nobody knows that they are fixed. */
  gone: number;
}

/** What the database knows of the open findings of some workloads. */
export interface TrendFacts {
  /** Open when the range started. */
  before: Partial<Record<Severity, number>>;
  /** In the range. */
  changes: readonly DayChange[];
  /** ISO time of the first finding that was ever seen; absent: there was none. */
  firstAt?: string;
}

/** How many findings were open at a moment. */
export interface TrendPoint {
  /** ISO time: the end of a day, the last one now. */
  at: string;
  counts: Record<Severity, number>;
}

export interface Trend {
  /** Oldest first, from the first finding that was ever seen. */
  points: TrendPoint[];
  /** Days on which findings left the count without being fixed. */
  gone: Array<{ day: string; count: number }>;
}

const dayOf = (iso: string) => iso.slice(0, 10);
const startOf = (day: string) => Date.parse(`${day}T00:00:00Z`);

/**
 * Open findings at the end of each day. Before the first finding that was ever
 * seen nothing is said: whether somebody scanned then is not known.
 *
 * @param range.from - ISO date of the first day
 * @param range.now - ISO time
 */
export function trendOf(
  { before, changes, firstAt }: TrendFacts,
  range: { from: string; now: string },
): Trend {
  if (firstAt === undefined) return { points: [], gone: [] };
  const byDay = new Map<string, DayChange[]>();
  for (const change of changes) {
    byDay.set(change.day, [...(byDay.get(change.day) ?? []), change]);
  }
  const counts = { ...countBySeverity([]), ...before };
  const points: TrendPoint[] = [];
  const gone: Trend['gone'] = [];
  const today = dayOf(range.now);
  for (let at = startOf(range.from); at <= startOf(today); at += DAY_MS) {
    const day = dayOf(new Date(at).toISOString());
    const ofDay = byDay.get(day) ?? [];
    for (const { severity, opened, closed } of ofDay) {
      counts[severity] += opened - closed;
    }
    if (day < dayOf(firstAt)) continue;
    points.push({
      at: day === today ? range.now : new Date(at + DAY_MS).toISOString(),
      counts: { ...counts },
    });
    const count = ofDay.reduce((sum, change) => sum + change.gone, 0);
    if (count > 0) gone.push({ day, count });
  }
  return { points, gone };
}

/** Severities that occur anywhere in a trend, worst first. */
export const severitiesIn = ({ points }: Pick<Trend, 'points'>) =>
  SEVERITIES.filter(severity =>
    points.some(({ counts }) => counts[severity] > 0),
  );
