import { Cron } from 'croner';
import { parseGoDuration } from '../duration';

/** A cron expression as Chaos Mesh reads it; or why it refuses it. */
export type CronSchedule =
  | {
      /** The next start after a time, both in Unix milliseconds; undefined when there is none. */
      next(after: number): number | undefined;
      /** Of `@every`: milliseconds between two starts, which are counted from the last one. */
      every?: number;
      failure?: undefined;
    }
  | { failure: string };

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');
const FIELDS: readonly Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 6, names: DAYS },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
};

class CronError extends Error {}

function numberOf(text: string, { name, names }: Field): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  if (index >= 0) return name === 'month' ? index + 1 : index;
  if (!/^\d+$/.test(text)) {
    throw new CronError(`"${text}" is not a ${name}.`);
  }
  return Number(text);
}

/**
 * The numbers of one field; `*` where it says nothing, which matters for the
 * rule that days of month and of week add up when both are given.
 *
 * @see github.com/robfig/cron/v3 parser.go `getField`, `getRange`
 */
function fieldText(text: string, field: Field): string {
  const numbers = new Set<number>();
  let star = false;
  for (const part of text.split(',').filter(each => each !== '')) {
    const [range, step, tooMany] = part.split('/');
    const [low, high, tooManyDashes] = range.split('-');
    if (tooMany !== undefined || tooManyDashes !== undefined) {
      throw new CronError(`"${part}" is not a range.`);
    }
    const whole = low === '*' || low === '?';
    if (whole && high !== undefined) {
      throw new CronError(`"${part}" is not a range.`);
    }
    const start = whole ? field.min : numberOf(low, field);
    const end = (() => {
      if (whole) return field.max;
      if (high !== undefined) return numberOf(high, field);
      return step === undefined ? start : field.max;
    })();
    if (step !== undefined && !/^\d+$/.test(step)) {
      throw new CronError(`"${step}" is not a step.`);
    }
    const by = step === undefined ? 1 : Number(step);
    if (by === 0) throw new CronError(`"${part}" has a step of 0.`);
    if (start < field.min || end > field.max || start > end) {
      throw new CronError(
        `"${part}" must lie in ${field.min}-${field.max} for the ${field.name}.`,
      );
    }
    if (whole && by === 1) star = true;
    for (let each = start; each <= end; each += by) numbers.add(each);
  }
  if (numbers.size === 0) throw new CronError(`The ${field.name} is empty.`);
  return star ? '*' : [...numbers].sort((a, b) => a - b).join(',');
}

/** `@every 90s`: from the last start, whole seconds, at least one. */
function everyOf(text: string): CronSchedule {
  const milliseconds = parseGoDuration(text);
  if (milliseconds === undefined) {
    return { failure: `"${text}" after @every is not a duration, as 30m.` };
  }
  const step = Math.max(1000, Math.floor(milliseconds / 1000) * 1000);
  return {
    next: after => Math.floor((after + step) / 1000) * 1000,
    every: step,
  };
}

/**
 * Reads the schedule of a Schedule: five fields, six with seconds first, a
 * descriptor such as `@daily`, or `@every 30m`; `CRON_TZ=Europe/Berlin` may
 * stand before. Without a time zone it is the controller's own, taken as UTC.
 *
 * @see api/v1alpha1/schedule_types.go `StandardCronParser`
 */
export function parseCron(text: string): CronSchedule {
  const [, zone, rest] = /^(?:CRON_)?TZ=(\S*)\s+(.*)$/.exec(text) ?? [];
  const expression = (rest ?? text).trim();
  if (expression === '') return { failure: 'The schedule is empty.' };
  if (expression.startsWith('@every ')) return everyOf(expression.slice(7));
  if (expression.startsWith('@')) {
    return Object.hasOwn(DESCRIPTORS, expression)
      ? scheduleOf(DESCRIPTORS[expression], zone)
      : { failure: `"${expression}" is not known.` };
  }
  const parts = expression.split(/\s+/);
  if (parts.length !== 5 && parts.length !== 6) {
    return {
      failure: `It has ${parts.length} fields: five are needed, or six with seconds first.`,
    };
  }
  const all = parts.length === 6 ? parts : ['0', ...parts];
  try {
    return scheduleOf(
      all.map((part, index) => fieldText(part, FIELDS[index])).join(' '),
      zone,
    );
  } catch (error) {
    if (error instanceof CronError) return { failure: error.message };
    throw error;
  }
}

/**
 * The six fields of an expression, seconds first, as steps that divide their
 * range evenly, ranges and single numbers, else as lists of numbers; undefined
 * for what has no fields or cannot be read.
 */
export function cronFields(expression: string): string[] | undefined {
  const text = DESCRIPTORS[expression] ?? expression;
  const parts = text.split(/\s+/);
  const all = parts.length === 6 ? parts : ['0', ...parts];
  if (all.length !== 6) return undefined;
  try {
    return all.map((part, index) => {
      const field = FIELDS[index];
      const numbers = fieldText(part, field);
      const [, step] = /^[*?]\/(\d+)$/.exec(part) ?? [];
      // Days of a month differ in number: their steps never continue into the next one.
      const divides =
        step !== undefined &&
        index <= 2 &&
        (field.max + 1) % Number(step) === 0;
      if (divides) return `*/${step}`;
      return isRange(numbers) ?? numbers;
    });
  } catch (error) {
    if (error instanceof CronError) return undefined;
    throw error;
  }
}

/** `1-5` for three and more numbers without a gap. */
function isRange(text: string): string | undefined {
  const numbers = text.split(',').map(Number);
  const first = numbers[0];
  return numbers.length > 2 &&
    numbers.every((each, index) => each === first + index)
    ? `${first}-${numbers[numbers.length - 1]}`
    : undefined;
}

function scheduleOf(pattern: string, zone: string | undefined): CronSchedule {
  if (zone !== undefined && !isTimeZone(zone)) {
    return { failure: `"${zone}" is not a time zone.` };
  }
  const cron = new Cron(pattern, { paused: true, timezone: zone ?? 'UTC' });
  return { next: after => cron.nextRun(new Date(after))?.getTime() };
}

/** Whether this is a time zone that this engine knows. */
export function isTimeZone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name }).format() !== undefined
    );
  } catch {
    return false;
  }
}

/**
 * The starts that are to come, ISO; at most `count`. Those of `@every` are
 * counted from the last start, all others from the clock.
 *
 * @param last - Unix milliseconds: the last start, or when it was created
 * @param now - Unix milliseconds
 */
export function comingStarts(
  text: string,
  last: number,
  now: number,
  count: number,
): string[] {
  const schedule = parseCron(text);
  const every = schedule.failure === undefined ? schedule.every : undefined;
  const after =
    every === undefined || last > now
      ? Math.max(last, now)
      : last + Math.floor((now - last) / every) * every;
  return nextStarts(text, after, count);
}

/**
 * The next starts after a time, ISO; at most `count`.
 *
 * @param after - Unix milliseconds
 */
export function nextStarts(
  text: string,
  after: number,
  count: number,
): string[] {
  const schedule = parseCron(text);
  if (schedule.failure !== undefined) return [];
  const starts: string[] = [];
  let at: number | undefined = after;
  while (starts.length < count) {
    at = schedule.next(at);
    if (at === undefined) break;
    starts.push(new Date(at).toISOString());
  }
  return starts;
}
