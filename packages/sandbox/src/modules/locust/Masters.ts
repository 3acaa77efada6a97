import { ObjectStore } from '@slipway/kube-sim';
import { SimulatedMaster } from './SimulatedMaster';

/** The masters that run in one cluster, by the UID of their pod. They live in memory, as those of a real cluster do. */
export type Masters = Map<string, SimulatedMaster>;

const ofStores = new WeakMap<ObjectStore, Masters>();

/** The masters of a cluster. */
export function mastersOf(store: ObjectStore): Masters {
  let masters = ofStores.get(store);
  if (!masters) {
    masters = new Map();
    ofStores.set(store, masters);
  }
  return masters;
}
