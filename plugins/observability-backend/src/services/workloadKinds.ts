import { KubeObject, ResourceId } from '@slipway/plugin-clusters-common';
import {
  compact,
  list,
  metadata,
  number,
  object,
  optionalObject,
  string,
} from '@slipway/plugin-clusters-common/read';

const resource = (
  group: string,
  version: string,
  plural: string,
  kind: string,
): ResourceId => ({ group, version, plural, kind });

/** What is kept of a workload. */
export interface Workload extends KubeObject {
  kind: 'Deployment' | 'Rollout';
  /** Of a Rollout: the hashes of its pod templates, and whether it makes canaries. */
  stableHash?: string;
  currentHash?: string;
  canary?: boolean;
  /** HTTPRoute by which its traffic is split. */
  route?: { namespace?: string; name: string };
}

/** What is kept of a ReplicaSet: when it was made. */
export type ReplicaSet = KubeObject;

/** What is read of an HTTPRoute. */
export interface HttpRoute {
  /** Services that it hangs on. */
  parents: Array<{ namespace?: string; name: string }>;
  backendRefs: Array<{ name: string; weight?: number }>;
}

function projectDeployment(raw: Record<string, unknown>): Workload {
  return { metadata: metadata(raw), kind: 'Deployment' };
}

function projectRollout(raw: Record<string, unknown>): Workload {
  const status = object(raw.status);
  const canary = optionalObject(object(object(raw.spec).strategy).canary);
  // @see https://rollouts-plugin-trafficrouter-gatewayapi.readthedocs.io `httpRoute`, `namespace`
  const gateway = object(
    object(object(object(canary).trafficRouting).plugins)[
      'argoproj-labs/gatewayAPI'
    ],
  );
  const route = string(gateway.httpRoute);
  return compact({
    metadata: metadata(raw),
    kind: 'Rollout' as const,
    canary: canary !== undefined,
    stableHash: string(status.stableRS) || undefined,
    currentHash: string(status.currentPodHash) || undefined,
    route: route
      ? compact({ namespace: string(gateway.namespace), name: route })
      : undefined,
  });
}

function projectReplicaSet(raw: Record<string, unknown>): ReplicaSet {
  const { name, namespace, uid, resourceVersion, creationTimestamp } =
    metadata(raw);
  return {
    metadata: compact({
      name,
      namespace,
      uid,
      resourceVersion,
      creationTimestamp,
    }),
  };
}

/** Reads an HTTPRoute as the API server gives it. */
export function readRoute(raw: Record<string, unknown>): HttpRoute {
  const spec = object(raw.spec);
  return {
    parents: list(spec.parentRefs).flatMap(parent => {
      const name = string(parent.name);
      return name && (parent.kind ?? 'Gateway') === 'Service'
        ? [compact({ name, namespace: string(parent.namespace) })]
        : [];
    }),
    backendRefs: list(spec.rules)
      .flatMap(rule => list(rule.backendRefs))
      .flatMap(backend => {
        const name = string(backend.name);
        return name ? [compact({ name, weight: number(backend.weight) })] : [];
      }),
  };
}

const ID = 'observability';

/** Read when it is needed: a cluster without Gateway API has none. */
export const HTTP_ROUTES = resource(
  'gateway.networking.k8s.io',
  'v1',
  'httproutes',
  'HTTPRoute',
);

/** Each ready for `clusters.watch(…)`. */
export const KINDS = {
  deployments: {
    id: ID,
    resource: resource('apps', 'v1', 'deployments', 'Deployment'),
    project: projectDeployment,
  },
  rollouts: {
    id: ID,
    resource: resource('argoproj.io', 'v1alpha1', 'rollouts', 'Rollout'),
    project: projectRollout,
  },
  replicaSets: {
    id: ID,
    resource: resource('apps', 'v1', 'replicasets', 'ReplicaSet'),
    project: projectReplicaSet,
  },
};
