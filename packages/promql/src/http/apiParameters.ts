import { parseDuration } from '../engine/duration';
import { PromqlError } from '../engine/errors';
import { parseFloatStrictly } from '../engine/values';

const MOST_POINTS = 11_000;
const RFC3339 =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

function invalid(name: string, message: string): PromqlError {
  return new PromqlError(
    'bad_data',
    `invalid parameter ${JSON.stringify(name)}: ${message}`,
  );
}

/** Runs a part that speaks of one parameter; its `bad_data` names the parameter. */
export function about<Result>(name: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof PromqlError && error.type === 'bad_data'
      ? invalid(name, error.message)
      : error;
  }
}

/**
 * A time in ms: seconds since the epoch with fractions, or RFC 3339.
 *
 * @param missing - what holds when there is none; without it there must be one
 * @throws PromqlError `bad_data`
 * @see parseTime and parseTimeParam in web/api/v1/api.go of Prometheus
 */
export function timeParameter(
  parameters: URLSearchParams,
  name: string,
  missing?: number,
): number {
  const text = parameters.get(name) ?? '';
  if (text === '' && missing !== undefined) {
    return missing;
  }
  const seconds = parseFloatStrictly(text);
  const what =
    missing === undefined ? '' : `Invalid time value for '${name}': `;
  const time = RFC3339.test(text)
    ? Date.parse(text)
    : Math.round(seconds * 1000);
  if (!Number.isFinite(time)) {
    throw invalid(
      name,
      `${what}cannot parse ${JSON.stringify(text)} to a valid timestamp`,
    );
  }
  return time;
}

function durationParameter(parameters: URLSearchParams, name: string): number {
  const text = parameters.get(name) ?? '';
  const seconds = parseFloatStrictly(text);
  const duration = Number.isNaN(seconds)
    ? parseDuration(text)
    : Math.trunc(seconds * 1000);
  if (duration === undefined || !Number.isFinite(duration)) {
    throw invalid(
      name,
      `cannot parse ${JSON.stringify(text)} to a valid duration`,
    );
  }
  return duration;
}

/** `timeout` can be read; it is never waited for so long here. @throws PromqlError `bad_data` */
export function checkTimeout(parameters: URLSearchParams): void {
  if (parameters.get('timeout')) durationParameter(parameters, 'timeout');
}

function stepParameter(parameters: URLSearchParams): number {
  const step = durationParameter(parameters, 'step');
  if (step <= 0) {
    throw invalid(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  }
  return step;
}

/**
 * Start, end and step of a range query, in ms.
 *
 * @throws PromqlError `bad_data`
 * @see queryRange in web/api/v1/api.go of Prometheus
 */
export function rangeParameters(parameters: URLSearchParams): {
  start: number;
  end: number;
  step: number;
} {
  const start = timeParameter(parameters, 'start');
  const end = timeParameter(parameters, 'end');
  if (end < start) {
    throw invalid('end', 'end timestamp must not be before start time');
  }
  const step = stepParameter(parameters);
  if ((end - start) / step > MOST_POINTS) {
    throw new PromqlError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  }
  return { start, end, step };
}
