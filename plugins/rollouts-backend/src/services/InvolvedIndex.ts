import { KindCache } from '@slipway/plugin-clusters-node';
import { KubeEvent } from '@slipway/plugin-rollouts-common';

/** Events by the UID of the object that they speak of. Follows the cache of events. */
export class InvolvedIndex {
  /** Cluster, then UID of the involved object, then UID of the event. */
  readonly #byCluster = new Map<string, Map<string, Map<string, KubeEvent>>>();

  constructor(private readonly events: KindCache<KubeEvent>) {
    events.subscribe(event => {
      if (event.type === 'upsert') this.#add(event.cluster, event.object);
      if (event.type === 'remove') this.#remove(event.cluster, event.object);
      if (event.type === 'sync') this.#rebuild(event.cluster);
    });
    for (const event of events.list())
      this.#add(events.clusterOf(event), event);
  }

  of(cluster: string, involvedUid: string): KubeEvent[] {
    const found = this.#byCluster.get(cluster)?.get(involvedUid);
    return found ? [...found.values()] : [];
  }

  #add(cluster: string, event: KubeEvent) {
    const involved = event.involvedObject.uid;
    if (!involved) return;
    let index = this.#byCluster.get(cluster);
    if (!index) this.#byCluster.set(cluster, (index = new Map()));
    let events = index.get(involved);
    if (!events) index.set(involved, (events = new Map()));
    events.set(event.metadata.uid, event);
  }

  #remove(cluster: string, event: KubeEvent) {
    const involved = event.involvedObject.uid;
    const index = this.#byCluster.get(cluster);
    const events = involved ? index?.get(involved) : undefined;
    if (!index || !involved || !events) return;
    events.delete(event.metadata.uid);
    if (events.size === 0) index.delete(involved);
  }

  #rebuild(cluster: string) {
    this.#byCluster.delete(cluster);
    for (const event of this.events.list({ cluster }))
      this.#add(cluster, event);
  }
}
