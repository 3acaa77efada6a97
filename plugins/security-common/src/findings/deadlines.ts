import { SEVERITIES, Severity } from '../types';

/** How long a finding of a severity may stay open, ms; absent: it has no deadline. */
export type Deadlines = Partial<Record<Severity, number>>;

const DAY_MS = 24 * 3_600_000;

/**
 * Until when a finding must be gone, counted from when it was first known here.
 *
 * @returns ISO time; undefined where it has no deadline, or nobody knows since when it is known
 */
export function dueOf(
  { severity, since }: { severity: Severity; since?: string },
  deadlines: Deadlines,
): string | undefined {
  const within = deadlines[severity];
  const from = Date.parse(since ?? '');
  return within === undefined || Number.isNaN(from)
    ? undefined
    : new Date(from + within).toISOString();
}

/** `1 day`, `36 hours` */
function durationInWords(ms: number): string {
  const days = ms / DAY_MS;
  const [count, noun] = Number.isInteger(days)
    ? [days, 'day']
    : [Math.round(ms / 3_600_000), 'hour'];
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `critical 7 days, high 30 days`; empty where there are none. */
export const deadlinesInWords = (deadlines: Deadlines): string =>
  SEVERITIES.flatMap(severity => {
    const within = deadlines[severity];
    return within === undefined
      ? []
      : [`${severity} ${durationInWords(within)}`];
  }).join(', ');
