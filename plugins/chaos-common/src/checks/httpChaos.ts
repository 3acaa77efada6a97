import { isAbsent, number, string } from '../read';
import { Check } from './check';
import { checkPositiveDuration } from './numbers';

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'TRACE',
  'CONNECT',
];

/**
 * The port must be given although the documentation calls it optional, headers
 * are `request_headers` and `response_headers`, and a fault without an effect passes.
 *
 * @see api/v1alpha1/httpchaos_types.go, httpchaos_webhook.go
 */
export const checkHttpChaos: Check = ({ spec }, report) => {
  if (!['Request', 'Response'].includes(string(spec.target) ?? '')) {
    report.refuse('target', 'http.target', 'must be Request or Response.');
  }
  if ((number(spec.port) ?? 0) <= 0) {
    report.refuse('port', 'http.port', 'must be the port that the pods serve.');
  }
  if (
    !isAbsent(spec.method) &&
    spec.target === 'Request' &&
    !METHODS.includes(string(spec.method) ?? '')
  ) {
    report.refuse(
      'method',
      'http.method',
      `must be one of ${METHODS.join(', ')}.`,
    );
  }
  for (const [wrong, right] of [
    ['requestHeaders', 'request_headers'],
    ['responseHeaders', 'response_headers'],
  ]) {
    if (!isAbsent(spec[wrong])) {
      report.trap(
        wrong,
        'http.headers-name',
        `is not known and would be dropped: its name is ${right}.`,
      );
    }
  }
  if (!isAbsent(spec.delay)) checkPositiveDuration(spec.delay, 'delay', report);
  if (
    spec.abort !== true &&
    isAbsent(spec.delay) &&
    isAbsent(spec.replace) &&
    isAbsent(spec.patch)
  ) {
    report.trap(
      'abort',
      'http.no-effect',
      'One of abort, delay, replace and patch is needed: nothing would happen.',
    );
  }
};
