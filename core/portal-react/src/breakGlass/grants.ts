import {
  BreakGlassAccess,
  BreakGlassGrant,
} from '@slipway/plugin-break-glass-common';

const CHOICES = [15, 30, 60, 120, 240, 480];

/** Minutes that can be chosen: usual times up to the longest, and the two that are configured. */
export function minuteChoices({
  defaultMinutes,
  maxMinutes,
}: Pick<BreakGlassAccess, 'defaultMinutes' | 'maxMinutes'>): number[] {
  const all = [...CHOICES, defaultMinutes, maxMinutes];
  return [...new Set(all)]
    .filter(minutes => minutes <= maxMinutes)
    .sort((a, b) => a - b);
}

/** Time until a grant ends, as it is shown: `32 min left`, `less than 1 min left`, `over`. */
export function timeLeft(until: string, now: number): string {
  const left = Date.parse(until) - now;
  if (!(left > 0)) return 'over';
  if (left < 60_000) return 'less than 1 min left';
  return `${Math.floor(left / 60_000)} min left`;
}

/** Hour and minute of the reader: `14:05`. */
export function clockTime(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(iso));
}

/** When the first of these grants ends, in ms since the epoch. */
export function firstEnd(
  grants: readonly Pick<BreakGlassGrant, 'until'>[],
): number | undefined {
  const ends = grants.map(({ until }) => Date.parse(until));
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Whether these open grants of an entity are others than those that a user's access names. */
export function namesOtherGrants(
  open: readonly Pick<BreakGlassGrant, 'id'>[],
  breakGlass: Pick<BreakGlassAccess, 'grant' | 'others'> | undefined,
): boolean {
  const { grant, others = [] } = breakGlass ?? {};
  const named = new Set([...(grant ? [grant] : []), ...others].map(g => g.id));
  return named.size !== open.length || open.some(({ id }) => !named.has(id));
}
