import { Environment, ENVIRONMENT_LABEL, ResolvedEnvironment } from './types';

/** All environments, the most careful one last. */
export const ENVIRONMENTS: readonly Environment[] = ['dev', 'stage', 'prod'];

/** True for the exact words of {@link Environment}. */
export function isEnvironment(value: unknown): value is Environment {
  return ENVIRONMENTS.some(environment => environment === value);
}

/** What is known about a namespace when its environment is asked for. */
export interface EnvironmentFacts {
  /** `slipway.clusters.<name>.environment` */
  cluster?: Environment;
  /** `slipway.clusters.<name>.namespaces.<namespace>.environment` */
  namespace?: Environment;
  /**
   * Labels of the namespace. `undefined` while they are not known yet: a label
   * may then still say `prod`, so the cluster's default does not count.
   * Give `{}` where namespaces cannot be read at all.
   */
  labels?: Record<string, string>;
}

/**
 * Environment of a namespace: its configuration, else its label, else the
 * cluster's configuration. What nobody declared, and a label with a word that
 * is not an {@link Environment}, counts as production.
 */
export function resolveEnvironment(
  facts: EnvironmentFacts,
): ResolvedEnvironment {
  if (facts.namespace) {
    return { environment: facts.namespace, source: 'config-namespace' };
  }
  const label = facts.labels?.[ENVIRONMENT_LABEL];
  if (isEnvironment(label)) {
    return { environment: label, source: 'namespace-label' };
  }
  if (facts.labels && label === undefined && facts.cluster) {
    return { environment: facts.cluster, source: 'config-cluster' };
  }
  return { environment: 'prod', source: 'undeclared' };
}
