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

/** `90 s`, `5 min`, `2 min 35 s`, `1 h 30 min`, for users. */
export function durationInWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const two = (large: number, unit: string, small: number, rest: string) =>
    `${large} ${unit}${small ? ` ${small} ${rest}` : ''}`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? two(minutes, 'min', whole % 60, 's')
    : two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
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
