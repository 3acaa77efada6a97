import { isFaultKind } from '../kinds';
import { isAbsent, Json, object, string, strings } from '../read';
import { ignoredBesidePods, parseGoInt } from '../selector';
import { Report } from './report';

const MODES = ['one', 'all', 'fixed', 'fixed-percent', 'random-max-percent'];

/**
 * Mode, value and selector of a fault on pods.
 *
 * @see api/v1alpha1/common_webhook.go `(*PodSelector).Validate`,
 *   pkg/selector/generic/mode.go, pkg/selector/pod/selector.go
 */
export function checkSelector(spec: Json, report: Report) {
  checkMode(spec, report);
  const selector = object(spec.selector);
  if (isAbsent(spec.selector)) {
    report.refuse('selector', 'selector.missing', 'is missing.');
    return;
  }
  const ignored = ignoredBesidePods(selector);
  if (ignored.length > 0) {
    report.trap(
      'selector.pods',
      'selector.pods-alone',
      `Chaos Mesh ignores ${ignored.join(
        ', ',
      )} when pods are named. Name pods, or select them; not both.`,
    );
  }
  if (Object.keys(selector).every(name => name === 'namespaces')) {
    report.trap(
      'selector',
      'selector.everything',
      'selects every pod of its namespaces. Add labels.',
    );
  }
  const namespaces = strings(selector.namespaces);
  if (new Set(namespaces).size < namespaces.length) {
    report.trap(
      'selector.namespaces',
      'selector.namespace-twice',
      'names a namespace twice: its pods would count twice.',
    );
  }
}

function checkMode(spec: Json, report: Report) {
  const mode = string(spec.mode) ?? '';
  const text = string(spec.value);
  const value = text === undefined ? undefined : parseGoInt(text);
  if (!MODES.includes(mode)) {
    report.refuse(
      'mode',
      'mode.unknown',
      `must be one of ${MODES.join(', ')}.`,
    );
    return;
  }
  if (mode === 'one' || mode === 'all') {
    if (text) {
      report.warn(
        'value',
        'value.ignored',
        `is ignored with the mode "${mode}".`,
      );
    }
    return;
  }
  if (value === undefined) {
    report.refuse(
      'value',
      'value.number',
      'must be a whole number as a text, as "2".',
    );
  } else if (mode === 'fixed' && value <= 0) {
    report.refuse('value', 'value.range', 'must be greater than 0.');
  } else if (mode !== 'fixed' && (value <= 0 || value > 100)) {
    report.refuse('value', 'value.range', 'must be from 1 to 100.');
  } else if (mode === 'random-max-percent') {
    report.warn(
      'mode',
      'mode.may-pick-none',
      'draws a percentage from 0 up, so it may pick no pod; then nothing is injected.',
    );
  }
}

/** Whether a kind selects pods. */
export function selectsPods(kind: string): boolean {
  return (
    isFaultKind(kind) &&
    !['AWSChaos', 'GCPChaos', 'AzureChaos', 'PhysicalMachineChaos'].includes(
      kind,
    )
  );
}
