const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * A span in its largest unit: `40 s`, `12 min`, `3 h`, `5 d`.
 *
 * @param ms - below zero counts as zero
 */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`;
  if (span < 2 * DAY) return `${Math.floor(span / HOUR)} h`;
  return `${Math.floor(span / DAY)} d`;
}

/**
 * A span to count down with, in two units: `42 s`, `4 min 05 s`, `2 h 03 min`, `3 d 4 h`.
 *
 * @param ms - rounded up to whole seconds; below zero counts as zero
 */
export function formatCountdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / SECOND));
  const two = (n: number) => String(n).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) {
    return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
  }
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `40 s ago`, `in 5 min`, `just now`; "unknown" for a time that cannot be read. */
export function formatRelative(at: string, now: number): string {
  const age = now - Date.parse(at);
  if (Number.isNaN(age)) return 'unknown';
  // Clocks of two machines differ: some seconds in the future are now.
  if (age > -5 * SECOND && age < 5 * SECOND) return 'just now';
  return age > 0 ? `${formatSpan(age)} ago` : `in ${formatSpan(-age)}`;
}

// Made once: to make one takes longer than to use it a hundred times.
const dateAndTime = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'medium',
});
const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' });

/** Date, time and zone of the reader: `2026-11-23 06:14:03 UTC`. */
export function formatAbsolute(at: string | number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return 'unknown';
  return `${dateAndTime.format(date)} ${zoneOf(date)}`;
}

function zoneOf(date: Date): string {
  const parts = zone.formatToParts(date);
  return parts.find(part => part.type === 'timeZoneName')?.value ?? 'UTC';
}
