import { Definition } from '../types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Before its end the owner is warned at these times. */
export const WARNINGS = [
  { id: '2d', ms: 48 * HOUR, words: '2 days' },
  { id: '2h', ms: 2 * HOUR, words: '2 hours' },
  { id: '30min', ms: 30 * MINUTE, words: '30 minutes' },
] as const;
export type WarningId = (typeof WARNINGS)[number]['id'];

/**
 * The warning that is due now; undefined when none is. Of several that are due
 * only the last is given: an owner is not warned of 2 days when 20 minutes are
 * left.
 *
 * @param sent - warnings that were sent for this end
 */
export function dueWarning(
  { expiresAt }: Pick<Definition, 'expiresAt'>,
  now: number,
  sent: readonly string[],
): (typeof WARNINGS)[number] | undefined {
  if (expiresAt === null) return undefined;
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return undefined;
  const last = WARNINGS.filter(({ ms }) => left <= ms).at(-1);
  return last && !sent.includes(last.id) ? last : undefined;
}

/** Whether it is to be torn down now. */
export function isExpired(
  { expiresAt, protected: kept }: Pick<Definition, 'expiresAt' | 'protected'>,
  now: number,
): boolean {
  return !kept && expiresAt !== null && Date.parse(expiresAt) <= now;
}

/** Limits of the time to live, from the configuration. */
export interface TtlLimits {
  defaultHours: number;
  /** From now, also after an extension. */
  maxHours: number;
}

/**
 * The end of an environment after an extension, ISO time. Counted from its
 * end, or from now where that is past.
 */
export function extendedEnd(
  expiresAt: string,
  hours: number,
  now: number,
): string {
  const from = Math.max(Date.parse(expiresAt), now);
  return new Date(from + hours * HOUR).toISOString();
}

/** Why an environment may not live until then; undefined when it may. */
export function ttlProblem(
  end: string | null,
  now: number,
  { maxHours }: Pick<TtlLimits, 'maxHours'>,
): string | undefined {
  if (end === null) return undefined;
  const hours = (Date.parse(end) - now) / HOUR;
  if (hours <= 0) return 'Its end would be in the past.';
  // A minute of tolerance: the form was filled in a moment ago.
  return hours > maxHours + 1 / 60
    ? `It may live ${maxHours} hours from now at most.`
    : undefined;
}

function countOf(minutes: number): [number, string] {
  if (minutes < 90) return [minutes, 'minute'];
  if (minutes < 48 * 60) return [Math.round(minutes / 60), 'hour'];
  return [Math.round(minutes / 1440), 'day'];
}

/** `in 2 hours`, `3 days ago`: for sentences. */
export function untilInWords(iso: string, now: number): string {
  const ms = Date.parse(iso) - now;
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE));
  const [count, unit] = countOf(minutes);
  const words = `${count} ${unit}${count === 1 ? '' : 's'}`;
  return ms < 0 ? `${words} ago` : `in ${words}`;
}
