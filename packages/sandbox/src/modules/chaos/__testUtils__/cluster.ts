import {
  KubeObject,
  ManualClock,
  NewObject,
  withDefaults,
} from '@slipway/kube-sim';
import { createClusterLoops, createClusterStore } from '../..';
import { Kind, Objects } from '../../../loops';
import { API, FaultName } from '../kinds';
import { Fault } from '../model';

const LABELS = { app: 'orders', 'backstage.io/kubernetes-id': 'order-service' };

/** A namespace with a ReplicaSet of three pods that run, and the loops of the sandbox. */
export function cluster() {
  const clock = new ManualClock();
  const store = createClusterStore(clock);
  const objects = new Objects(store);
  const failures: Error[] = [];
  const create = (object: NewObject & { [section: string]: unknown }) => {
    const type = store.typeOfKind(object.apiVersion, object.kind);
    if (!type) throw new Error(`${object.kind} is not served.`);
    return store.create(type, withDefaults(type, object as KubeObject));
  };
  create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop' },
  });
  create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'orders', namespace: 'shop' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'orders' } },
      template: {
        metadata: { labels: LABELS },
        spec: {
          containers: [
            {
              name: 'order-service',
              image: 'orders:1.0',
              readinessProbe: { periodSeconds: 5 },
            },
          ],
        },
      },
    },
  });
  const loops = createClusterLoops({
    store,
    clock,
    query: async () => ({ type: 'vector', values: [] }),
    onError: error => failures.push(error),
  });
  loops.start();
  clock.step(30_000);
  const kindOf = (name: FaultName) => new Kind<Fault>(store, API, name);
  const launch = (name: FaultName, spec: object) => {
    create({
      apiVersion: API,
      kind: name,
      metadata: { name: 'fault', namespace: 'shop' },
      spec: spec as KubeObject['spec'],
    });
    return () => kindOf(name).get('shop', 'fault');
  };
  const pods = () => objects.pods.list('shop');
  return { clock, store, objects, create, launch, pods, kindOf, failures };
}
