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

/** A text as a regular expression that matches it and nothing else, for `=~`. Escape it as a label value too. */
export function literalPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * Names of the ReplicaSets of a workload, for `=~`: its name and a hash. The
 * alphabet of the hash has no vowels, so that a workload whose name starts
 * with this one is another.
 *
 * @see https://github.com/kubernetes/apimachinery `util/rand` SafeEncodeString
 */
export function replicaSetPattern(workload: string): string {
  return `${literalPattern(workload)}-[2456789bcdfghjklmnpqrstvwxz]+`;
}

/** Name of the workload in the name of its ReplicaSet; the name itself where it ends in no hash. */
export function workloadOfReplicaSet(replicaSet: string): string {
  return replicaSet.replace(/-[2456789bcdfghjklmnpqrstvwxz]+$/, '');
}

/** A matcher of PromQL: label, operator, value. The value is escaped when it is written. */
export type Matcher = readonly [
  label: string,
  operator: '=' | '!=' | '=~' | '!~',
  value: string,
];

/** Matchers as they stand between the braces. */
export function selector(matchers: readonly Matcher[]): string {
  return matchers
    .map(
      ([label, operator, value]) =>
        `${label}${operator}"${escapeLabelValue(value)}"`,
    )
    .join(',');
}

/**
 * The ways in which a workload or a revision stands in Linkerd's series, with
 * the prefix of the labels: none for what a proxy says of itself, `dst_` for
 * what callers say of it. A Deployment has its name in `deployment`; the pods of
 * a Rollout have their ReplicaSet in `replicaset`, no `deployment`, and, where
 * the scrape configuration maps it, `rollouts_pod_template_hash`.
 *
 * @throws InputError when the target names neither
 */
export function subjectsOf(
  target: Pick<MetricsTarget, 'deployment' | 'podTemplateHash'>,
  prefix: '' | 'dst_' = '',
): Matcher[] {
  const { deployment, podTemplateHash } = target;
  if (podTemplateHash) {
    const byReplicaSet: Matcher[] = deployment
      ? [[`${prefix}replicaset`, '=', `${deployment}-${podTemplateHash}`]]
      : [];
    // Callers know nothing of the hash of a Rollout.
    return prefix
      ? byReplicaSet
      : [['rollouts_pod_template_hash', '=', podTemplateHash], ...byReplicaSet];
  }
  if (deployment) {
    return [
      [`${prefix}deployment`, '=', deployment],
      [`${prefix}replicaset`, '=~', replicaSetPattern(deployment)],
    ];
  }
  throw new InputError(
    `A metrics target needs a namespace and a deployment or podTemplateHash`,
  );
}

/**
 * The per-second rate of a counter of a target's own proxies, all series that
 * the target has. Kubelet probes are left out.
 *
 * @param more - further matchers
 * @throws InputError when the target names no workload, or the window is none
 */
export function inboundRate(
  series: string,
  target: Pick<MetricsTarget, 'namespace' | 'deployment' | 'podTemplateHash'>,
  window: string,
  more: readonly Matcher[] = [],
): string {
  const subjects = subjectsOf(target);
  if (!target.namespace) {
    throw new InputError(
      `A metrics target needs a namespace and a deployment or podTemplateHash`,
    );
  }
  return subjects
    .map(subject =>
      rateOf(
        series,
        [
          ...more,
          ['namespace', '=', target.namespace],
          subject,
          ['direction', '=', 'inbound'],
          ['route_name', '!=', 'probe'],
        ],
        window,
      ),
    )
    .join(' or ');
}

/** `rate(series{…}[window])`, the window checked. */
export function rateOf(
  series: string,
  matchers: readonly Matcher[],
  window: string,
): string {
  return `rate(${series}{${selector(matchers)}}[${checkedWindow(window)}])`;
}
