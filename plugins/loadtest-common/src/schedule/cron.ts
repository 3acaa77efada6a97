import { InputError } from '@backstage/errors';
import { Cron } from 'croner';

/** Two starts of one schedule are at least so far apart, seconds. */
export const CLOSEST_SECONDS = 15 * 60;
/** Starts that are looked at for the closest two. */
const LOOKED_AT = 20;

const cronOf = (text: string) =>
  new Cron(text, { timezone: 'UTC', mode: '5-part', paused: true });

/**
 * The next starts of a schedule. Pure.
 *
 * @param cron - five fields, in UTC
 * @throws InputError for what is no schedule
 */
export function nextTimes(cron: string, after: Date, count: number): Date[] {
  try {
    return cronOf(cron).nextRuns(count, after);
  } catch {
    throw new InputError(
      `"${cron}" is no schedule: it needs five fields, as "0 3 * * 1".`,
    );
  }
}

/** Why a schedule is refused, one sentence; undefined when it is not. Pure. */
export function cronProblem(cron: string, now: Date): string | undefined {
  if (cron.trim().split(/\s+/).length !== 5) {
    return 'A schedule has five fields: minute, hour, day of the month, month, day of the week.';
  }
  let times: Date[];
  try {
    times = nextTimes(cron, now, LOOKED_AT);
  } catch {
    return `"${cron}" is no schedule: it needs five fields, as "0 3 * * 1".`;
  }
  if (times.length === 0) return 'It never starts.';
  const close = times.some(
    (time, index) =>
      index > 0 &&
      time.getTime() - times[index - 1].getTime() < CLOSEST_SECONDS * 1000,
  );
  return close
    ? `Two starts must be at least ${CLOSEST_SECONDS / 60} minutes apart.`
    : undefined;
}

/** Starts that are counted at most. */
const MOST_COUNTED = 1000;

/** How many starts were in a time, the first included; at most {@link MOST_COUNTED}. Pure. */
export function startsWithin(cron: string, from: Date, to: Date): number {
  let count = 0;
  let at = new Date(from.getTime() - 1000);
  while (count < MOST_COUNTED) {
    const [next] = nextTimes(cron, at, 1);
    if (!next || next > to) return count;
    count += 1;
    at = next;
  }
  return count;
}
