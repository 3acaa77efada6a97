import { formatAbsolute, formatCountdown } from '../format/formatTime';

/** How the times of a chart are written. All take what the chart's points have, in seconds. */
export interface TimeWords {
  /** Title of the time axis. */
  readonly title: string;
  /**
   * A mark of the axis.
   *
   * @param span - length of the axis, seconds
   */
  tick(time: number, span: number): string;
  /** In a list below the picture. */
  short(time: number): string;
  /** In tables, on hover and for those who do not see it. */
  full(time: number): string;
}

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
});

const clockWithSeconds = new Intl.DateTimeFormat('en-GB', {
  timeStyle: 'medium',
});

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
});

/** Above this span, in seconds, marks of the time axis are days: 2 days. */
const LONG_SPAN = 2 * 24 * 3600;

/** Below this span, in seconds, marks of the time axis would repeat without their seconds. */
const SHORT_SPAN = 300;

/** Times of day, of unix seconds. */
const TIME_OF_DAY: TimeWords = {
  title: 'time',
  tick: (time, span) => {
    if (span > LONG_SPAN) return day.format(time * 1000);
    return (span < SHORT_SPAN ? clockWithSeconds : clock).format(time * 1000);
  },
  short: time => clockWithSeconds.format(time * 1000),
  full: time => formatAbsolute(time * 1000),
};

const elapsed = (time: number) => formatCountdown(time * 1000);

/** Seconds since a start. */
const SINCE_START: TimeWords = {
  title: 'since the start',
  tick: elapsed,
  short: elapsed,
  full: elapsed,
};

/** The words for the times of a chart. */
export function timeWords({ sinceStart }: { sinceStart?: boolean }): TimeWords {
  return sinceStart ? SINCE_START : TIME_OF_DAY;
}
