import { Cron } from 'croner';
import { parseDuration } from '../../../loops/time';
import { durationFault } from '../webhook/parts';

/** When a cron expression is due after a time, ms since the epoch; or what the parser says of it. */
export type CronReading =
  | { next(after: number): number | undefined; failure?: undefined }
  | { failure: string };

const wholeSeconds = (time: number) => Math.floor(time / 1000) * 1000;

/**
 * Reads the cron expression of a Schedule: five or six fields, a descriptor, or
 * `@every`. `CRON_TZ=` is not simulated: such an expression is refused.
 *
 * @see StandardCronParser in api/v1alpha1/schedule_types.go of chaos-mesh;
 *   github.com/robfig/cron/v3 parser.go, constantdelay.go
 */
export function readCron(text: string): CronReading {
  if (text === '') return { failure: 'empty spec string' };
  if (text.startsWith('@every ')) {
    const duration = text.slice('@every '.length);
    const parsed = parseDuration(duration);
    if (parsed === undefined) {
      return {
        failure: `failed to parse duration ${text}: ${durationFault(duration)}`,
      };
    }
    const delay = Math.max(1000, wholeSeconds(parsed));
    return { next: after => wholeSeconds(after + delay) };
  }
  const isDescriptor = text.startsWith('@');
  const fields = text.split(/\s+/).filter(Boolean);
  if (!isDescriptor && fields.length !== 5 && fields.length !== 6) {
    return {
      failure: `expected 5 to 6 fields, found ${fields.length}: [${fields.join(
        ' ',
      )}]`,
    };
  }
  try {
    const cron = new Cron(text, { paused: true, timezone: 'UTC' });
    return { next: after => cron.nextRun(new Date(after))?.getTime() };
  } catch {
    return {
      failure: isDescriptor
        ? `unrecognized descriptor: ${text}`
        : `failed to parse int from ${fields.find(
            field => !/^[\d*?,/-]+$/.test(field),
          )}`,
    };
  }
}
