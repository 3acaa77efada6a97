const SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
};

/** `250ms`, `1.5s`, `10m`, `1h`: one number and one unit. */
export const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/;

/** Seconds of a duration; undefined when it is none. */
export function secondsOf(text: string): number | undefined {
  const match = DURATION.exec(text);
  return match ? Number(match[1]) * SECONDS[match[2]] : undefined;
}

/** `90 s`, `5 min`, `1 h 30 min`, for users. */
export function durationInWords(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest ? ` ${rest} min` : ''}`;
}

/** Ratio (0 to 1) of `2.5%`; undefined when it is none. */
export function ratioOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)%$/.exec(text);
  return match ? Number(match[1]) / 100 : undefined;
}

/** Significant digits that histograms keep, unless the master says otherwise. */
export const SIGNIFICANT_DIGITS = 3;

/** The value of the bucket that a number of milliseconds falls into. */
export function bucketOf(
  milliseconds: number,
  digits: number = SIGNIFICANT_DIGITS,
): number {
  const whole = Math.round(milliseconds);
  const surplus = String(whole).length - digits;
  if (surplus <= 0) return whole;
  const width = 10 ** surplus;
  return Math.round(milliseconds / width) * width;
}
