import {
  CHAOS_GROUP,
  CHAOS_KINDS,
  ChaosObject,
  FaultRef,
  isLaunchKind,
  LAUNCH_KINDS,
  LaunchKind,
  projectChaosObject,
  WORKFLOW_NODES,
} from '@slipway/plugin-chaos-common';
import {
  Freshness,
  KubeObject,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';

const EVENTS: ResourceId = {
  group: '',
  version: 'v1',
  plural: 'events',
  kind: 'Event',
};

/** What is kept of an event about an object of Chaos Mesh. */
export interface ChaosEvent extends KubeObject {
  involvedUid: string;
  type: string;
  reason: string;
  message: string;
  count: number;
  firstAt: string;
  lastAt: string;
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

/** Events of other objects are not kept. */
function projectEvent(raw: Record<string, unknown>): ChaosEvent | undefined {
  const { involvedObject: involved } = raw;
  if (!text(member(involved, 'apiVersion')).startsWith(`${CHAOS_GROUP}/`)) {
    return undefined;
  }
  const { metadata } = projectChaosObject(raw);
  const first = text(raw.firstTimestamp) || text(raw.eventTime);
  return {
    metadata,
    involvedUid: text(member(involved, 'uid')),
    type: text(raw.type),
    reason: text(raw.reason),
    message: text(raw.message),
    count: typeof raw.count === 'number' ? raw.count : 1,
    firstAt: first || metadata.creationTimestamp,
    lastAt: text(raw.lastTimestamp) || first || metadata.creationTimestamp,
  };
}

/** A fault with where it is. */
export interface PlacedFault {
  cluster: string;
  object: ChaosObject;
}

/** What changed: one fault, or (`undefined`) whatever a cluster has. */
export type CacheListener = (
  change:
    | { type: 'fault'; cluster: string; uid: string; object?: ChaosObject }
    | { type: 'cluster'; cluster: string }
    | { type: 'freshness' },
) => void;

/** The watches of all kinds of Chaos Mesh. Kinds that a cluster does not have are `not-installed` and empty. */
export class FaultCaches {
  readonly #kinds: ReadonlyMap<LaunchKind, KindCache<ChaosObject>>;
  readonly #nodes: KindCache<ChaosObject>;
  readonly #events: KindCache<ChaosEvent>;

  constructor(clusters: Pick<Clusters, 'watch'>) {
    const watch = (resource: ResourceId) =>
      clusters.watch<ChaosObject>({
        resource,
        id: 'chaos',
        project: projectChaosObject,
      });
    this.#kinds = new Map(
      LAUNCH_KINDS.map(kind => [kind, watch(CHAOS_KINDS[kind].resource)]),
    );
    this.#nodes = watch(WORKFLOW_NODES);
    this.#events = clusters.watch<ChaosEvent>({
      resource: EVENTS,
      id: 'chaos',
      project: projectEvent,
    });
  }

  /** Every fault, Schedule and Workflow. */
  list(): PlacedFault[] {
    return [...this.#kinds].flatMap(([kind, cache]) =>
      cache.list().map(object => ({
        cluster: cache.clusterOf(object),
        object: withKind(object, kind),
      })),
    );
  }

  get(ref: FaultRef): ChaosObject | undefined {
    const object = this.#kinds.get(ref.kind)?.get(ref);
    return object && withKind(object, ref.kind);
  }

  getByUid(cluster: string, uid: string): ChaosObject | undefined {
    for (const [kind, cache] of this.#kinds) {
      const object = cache.getByUid(cluster, uid);
      if (object) return withKind(object, kind);
    }
    return undefined;
  }

  /** A Schedule, Workflow or node of one that made something. */
  ownerOf(cluster: string, uid: string): ChaosObject | undefined {
    return this.getByUid(cluster, uid) ?? this.#nodes.getByUid(cluster, uid);
  }

  /** What an object made. */
  childrenOf(cluster: string, uid: string): ChaosObject[] {
    return [...this.#kinds].flatMap(([kind, cache]) =>
      cache.listByOwner(cluster, uid).map(object => withKind(object, kind)),
    );
  }

  /** Nodes of a Workflow. */
  nodesOf(cluster: string, namespace: string, workflow: string): ChaosObject[] {
    return this.#nodes
      .list({ cluster, namespace })
      .filter(
        ({ metadata }) =>
          metadata.labels?.['chaos-mesh.org/workflow'] === workflow,
      );
  }

  eventsOf(cluster: string, uid: string): ChaosEvent[] {
    return this.#events
      .list({ cluster })
      .filter(({ involvedUid }) => involvedUid === uid);
  }

  /** Freshness of one kind in each cluster. */
  freshnessOf(kind: LaunchKind): Freshness[] {
    return this.#kinds.get(kind)?.freshness() ?? [];
  }

  ready(): Promise<unknown> {
    return Promise.all([...this.#kinds.values()].map(cache => cache.ready()));
  }

  /** @returns the function that ends it */
  subscribe(listener: CacheListener): () => void {
    const ends = [...this.#kinds].map(([kind, cache]) =>
      cache.subscribe(event => {
        if (event.type === 'sync') {
          listener({ type: 'cluster', cluster: event.cluster });
        } else if (event.type === 'freshness') {
          listener({ type: 'freshness' });
        } else {
          const { cluster, object } = event;
          listener({
            type: 'fault',
            cluster,
            uid: object.metadata.uid,
            ...(event.type === 'upsert'
              ? { object: withKind(object, kind) }
              : {}),
          });
        }
      }),
    );
    const onEvent = this.#events.subscribe(event => {
      if (event.type !== 'upsert') return;
      const { cluster } = event;
      const uid = event.object.involvedUid;
      const object = this.getByUid(cluster, uid);
      if (object) listener({ type: 'fault', cluster, uid, object });
    });
    const onNode = this.#nodes.subscribe(event => {
      if (event.type === 'upsert' || event.type === 'remove') {
        listener({ type: 'cluster', cluster: event.cluster });
      }
    });
    return () => [...ends, onEvent, onNode].forEach(end => end());
  }

  release() {
    this.#kinds.forEach(cache => cache.release());
    this.#nodes.release();
    this.#events.release();
  }
}

/** Objects of a list do not say their kind. */
function withKind(object: ChaosObject, kind: LaunchKind): ChaosObject {
  return isLaunchKind(object.kind) ? object : { ...object, kind };
}
