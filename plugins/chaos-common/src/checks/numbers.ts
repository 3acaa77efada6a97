import { parseGoDuration } from '../duration';
import { isAbsent, string } from '../read';
import { Report } from './report';

/** One number and one unit: what the CRD lets pass for latency and jitter of a NetworkChaos. */
const ONE_UNIT = /^[0-9]+(\.[0-9]+)?(ns|us|ms|s|m|h)$/;

/**
 * Latency and jitter of NetworkChaos: `1m30s` is refused by the CRD's pattern,
 * `90s` is not.
 *
 * @see api/v1alpha1/networkchaos_types.go `DelaySpec`
 */
export function checkOneUnit(value: unknown, path: string, report: Report) {
  const text = string(value) ?? '';
  if (!ONE_UNIT.test(text)) {
    report.refuse(
      path,
      'duration.one-unit',
      `must be one number with one unit, as 300ms or 90s, not "${text}".`,
    );
  } else if ((parseGoDuration(text) ?? 0) === 0 && path.endsWith('latency')) {
    report.trap(path, 'latency.zero', 'is 0: nothing would be delayed.');
  }
}

/** A duration as Go reads it, which may not be empty and not 0. */
export function checkPositiveDuration(
  value: unknown,
  path: string,
  report: Report,
) {
  const text = string(value) ?? '';
  const milliseconds = parseGoDuration(text);
  if (milliseconds === undefined) {
    report.refuse(
      path,
      'duration.unreadable',
      text === ''
        ? 'is missing. Use a number and a unit: 300ms, 2s.'
        : `"${text}" cannot be read. Use a number and a unit: 300ms, 2s.`,
    );
  } else if (milliseconds <= 0) {
    report.trap(
      path,
      'duration.not-positive',
      'must be greater than 0: nothing would happen.',
    );
  }
}

/**
 * A percentage as text: `25`. The webhook takes any number.
 *
 * @see api/v1alpha1/common_webhook.go `(*FloatStr).Validate`
 */
export function checkPercentText(
  value: unknown,
  path: string,
  report: Report,
  options: { zero?: boolean } = {},
) {
  const text = string(value);
  const number =
    text !== undefined && /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text)
      ? Number(text)
      : undefined;
  if (number === undefined) {
    report.refuse(
      path,
      'percent.text',
      isAbsent(value)
        ? 'is missing: give a percentage in quotes, as "25".'
        : 'must be a percentage as a text, as "25".',
    );
  } else if (number < 0 || number > 100) {
    report.trap(path, 'percent.range', 'must be from 0 to 100.');
  } else if (number === 0 && !options.zero) {
    report.trap(path, 'percent.zero', 'is 0: nothing would happen.');
  }
}

/**
 * A rate of bandwidth: `1mbps` is one megabyte, `1mbit` one megabit a second.
 *
 * @see api/v1alpha1/networkchaos_webhook.go `isValidRateUnit`
 */
export function checkRate(value: unknown, path: string, report: Report) {
  const text = (string(value) ?? '').trim().toLowerCase();
  if (!/^\d+\s*(kbit|mbit|gbit|tbit|tbps|gbps|mbps|kbps|bps|bit)$/.test(text)) {
    report.refuse(
      path,
      'rate.unit',
      'must be a whole number with a unit: bit, kbit, mbit, gbit (bits a second) or bps, kbps, mbps, gbps (bytes a second).',
    );
  } else if (/^0+\D/.test(text)) {
    report.trap(path, 'rate.zero', 'is 0: cut the pods off with a partition.');
  }
}
