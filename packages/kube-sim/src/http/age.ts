/** A time that has passed as kubectl writes it: `45s`, `3m20s`, `4d`, `2y`. */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  const two = (high: number, unit: string, low: number, lower: string) =>
    low > 0 ? `${high}${unit}${low}${lower}` : `${high}${unit}`;
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return two(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return two(days, 'd', hours % 24, 'h');
  if (days < 730) return `${days}d`;
  const years = Math.floor(days / 365);
  if (days < 8 * 365) return two(years, 'y', days % 365, 'd');
  return `${years}y`;
}

/** Age since a timestamp; unknown when there is none. */
export function ageOf(timestamp: string, now: Date): string {
  const since = Date.parse(timestamp);
  return Number.isNaN(since)
    ? '<unknown>'
    : humanDuration(now.getTime() - since);
}

export const ageSince = ageOf;
