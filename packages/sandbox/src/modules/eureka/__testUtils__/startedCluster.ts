import { ManualClock, MemoryStore } from '@slipway/kube-sim';
import { createClusterStore } from '../..';
import { Registry } from '../Registry';

const START = '2026-05-04T10:00:00Z';
const NAMESPACE = 'ecommerce';
const SET = 'order-service-abc';

function typeOf(store: MemoryStore, group: string, plural: string) {
  const type = store.typeOf(group, plural);
  if (!type) throw new Error(`no ${plural}`);
  return type;
}

/** A cluster with one ReplicaSet of order-service, whose pods a test makes and takes away, and its registry. */
export function startedCluster(pods: number) {
  const clock = new ManualClock(START);
  const store = createClusterStore(clock);
  store.create(typeOf(store, '', 'namespaces'), {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  });
  const labels = { 'app.kubernetes.io/name': 'order-service' };
  const container = { name: 'order-service', image: 'r/order-service:1.0.0' };
  const set = store.create(typeOf(store, 'apps', 'replicasets'), {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: SET, namespace: NAMESPACE, labels },
    spec: {
      replicas: pods,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
  /** A pod that is ready. */
  const create = (suffix: string, podIP: string) => {
    const type = typeOf(store, '', 'pods');
    const pod = store.create(type, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `${SET}-${suffix}`,
        namespace: NAMESPACE,
        labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'ReplicaSet',
            name: SET,
            uid: set.metadata.uid,
            controller: true,
          },
        ],
      },
      spec: { containers: [container] },
    });
    store.update(
      type,
      {
        ...pod,
        status: {
          podIP,
          conditions: [
            {
              type: 'Ready',
              status: 'True',
              lastTransitionTime: clock.now().toISOString(),
            },
          ],
        },
      },
      { subresource: 'status' },
    );
  };
  for (let index = 1; index <= pods; index += 1) {
    create(`p${index}`, `10.244.0.${index}`);
  }
  const registry = new Registry('gke-prod', store, () => clock.now().getTime());
  registry.start();
  return {
    clock,
    registry,
    create,
    instances: () => registry.instances(NAMESPACE),
    /** Ends a pod that its ReplicaSet still wants. */
    kill: (suffix: string) =>
      store.delete(typeOf(store, '', 'pods'), NAMESPACE, `${SET}-${suffix}`),
    /** Changes how many pods the ReplicaSet wants. */
    scale: (replicas: number) =>
      store.update(typeOf(store, 'apps', 'replicasets'), {
        ...set,
        spec: { ...(set.spec as object), replicas },
      }),
  };
}
