import { toString as describe } from 'cronstrue';
import { durationText, parseGoDuration } from '../duration';
import { cronFields, parseCron } from './cron';

const HOURS = '@every ';

/** The first letter small, for a place inside of a sentence. */
const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/**
 * A schedule in words: `at 03:00, UTC`. The words are made of the very fields
 * that starts are computed from, not of the text: a step that does not divide
 * its range starts again at each full hour or day, and days of month and of week
 * add up, neither of which a text says. Undefined for what cannot be read.
 */
export function cronWords(text: string): string | undefined {
  if (parseCron(text).failure !== undefined) return undefined;
  const [, zone, rest] = /^(?:CRON_)?TZ=(\S*)\s+(.*)$/.exec(text) ?? [];
  const expression = (rest ?? text).trim();
  if (expression.startsWith(HOURS)) {
    const length = parseGoDuration(expression.slice(HOURS.length)) ?? 0;
    const step = Math.max(1000, Math.floor(length / 1000) * 1000);
    return `every ${durationText(step)}, counted from the last start`;
  }
  const fields = cronFields(expression);
  if (!fields) return undefined;
  const [second, minute, hour, day, month, weekday] = fields;
  const words = (days: string, weekdays: string) =>
    lower(
      describe(
        [
          ...(second === '0' ? [] : [second]),
          minute,
          hour,
          days,
          month,
          weekdays,
        ].join(' '),
        { use24HourTimeFormat: true, verbose: false },
      ),
    );
  // Either of both is enough: github.com/robfig/cron/v3 spec.go `dayMatches`.
  const sentence =
    day !== '*' && weekday !== '*'
      ? `${words(day, '*')}; and ${words('*', weekday)}`
      : words(day, weekday);
  return `${sentence}, ${zone ?? 'UTC'}`;
}
