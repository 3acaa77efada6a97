import { badRequest, FieldError, invalid } from '../store/status';
import { isTrue } from './request';

/** What is asked of a log, read and held against the rules. */
export interface LogOptions {
  container?: string;
  follow: boolean;
  previous: boolean;
  timestamps: boolean;
  tailLines?: number;
  limitBytes: number;
  /** Lines from here on. */
  since?: Date;
}

const BIGGEST = 2 ** 63;

function integer(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const quoted = JSON.stringify(text);
  if (!/^[+-]?\d+$/.test(text)) {
    throw badRequest(`strconv.ParseInt: parsing ${quoted}: invalid syntax`);
  }
  const number = Number(text);
  if (Math.abs(number) >= BIGGEST) {
    throw badRequest(`strconv.ParseInt: parsing ${quoted}: value out of range`);
  }
  return number;
}

function timestamp(query: URLSearchParams, name: string): Date | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time.getTime())) {
    throw badRequest(
      `parsing time ${JSON.stringify(
        text,
      )} as "2006-01-02T15:04:05Z07:00": it is no timestamp of RFC 3339`,
    );
  }
  return time;
}

const atLeast = (
  field: string,
  value: number | undefined,
  least: 0 | 1,
): FieldError[] =>
  value === undefined || value >= least
    ? []
    : [
        {
          field,
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${value}: must be greater than ${
            least === 0 ? 'or equal to ' : ''
          }0`,
        },
      ];

/**
 * Reads the query of `pods/log`.
 *
 * @param now - what `sinceSeconds` is counted from
 * @throws ApiError
 * @see ValidatePodLogOptions in pkg/apis/core/validation/validation.go of Kubernetes
 */
export function logOptions(
  pod: string,
  query: URLSearchParams,
  now: Date,
): LogOptions {
  const tailLines = integer(query, 'tailLines');
  const limitBytes = integer(query, 'limitBytes');
  const sinceSeconds = integer(query, 'sinceSeconds');
  const sinceTime = timestamp(query, 'sinceTime');
  const both = sinceSeconds !== undefined && sinceTime !== undefined;
  const errors: FieldError[] = [
    ...atLeast('tailLines', tailLines, 0),
    ...atLeast('limitBytes', limitBytes, 1),
    ...(both
      ? [
          {
            field: '[]',
            reason: 'FieldValueForbidden' as const,
            message:
              'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
          },
        ]
      : atLeast('sinceSeconds', sinceSeconds, 1)),
    ...(query.get('stream')
      ? [
          {
            field: 'stream',
            reason: 'FieldValueForbidden' as const,
            message: 'Forbidden: may not be specified',
          },
        ]
      : []),
  ];
  if (errors.length > 0) {
    throw invalid({ group: '', kind: 'PodLogOptions' }, pod, errors);
  }
  const since =
    sinceSeconds === undefined
      ? sinceTime
      : new Date(now.getTime() - sinceSeconds * 1_000);
  return {
    container: query.get('container') || undefined,
    follow: isTrue(query.get('follow')),
    previous: isTrue(query.get('previous')),
    timestamps: isTrue(query.get('timestamps')),
    tailLines,
    limitBytes: limitBytes ?? Infinity,
    since,
  };
}
