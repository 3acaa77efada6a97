import { InputError } from '@backstage/errors';
import { MetricsTarget } from './types';

const WINDOW = /^\d+(s|m|h)$/;

/**
 * A label value inside the double quotes of a PromQL string. Nothing that a
 * value holds can end the string.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function escapeLabelValue(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r');
}

/**
 * A range such as `1m` or `30s`, checked.
 *
 * @throws InputError when it is anything else
 */
export function checkedWindow(window: string): string {
  if (!WINDOW.test(window) || /^0+\D/.test(window)) {
    throw new InputError(
      `window must be a number of seconds, minutes or hours such as 30s, 1m or 2h, not ${JSON.stringify(
        window,
      )}`,
    );
  }
  return window;
}

/**
 * Labels that select the inbound Linkerd series of a target, with more labels
 * in front. The revision's hash goes before the workload's name: pods of a
 * Rollout may lack the `deployment` label.
 *
 * @throws InputError when the target names neither
 */
export function inboundLabels(
  target: MetricsTarget,
  more: Record<string, string> = {},
): string {
  const subject = target.podTemplateHash
    ? { rollouts_pod_template_hash: target.podTemplateHash }
    : { deployment: target.deployment };
  const labels = {
    ...more,
    namespace: target.namespace,
    ...subject,
    direction: 'inbound',
  };
  return Object.entries(labels)
    .map(([label, value]) => {
      if (!value) {
        throw new InputError(
          `A metrics target needs a namespace and a deployment or podTemplateHash`,
        );
      }
      return `${label}="${escapeLabelValue(value)}"`;
    })
    .join(',');
}
