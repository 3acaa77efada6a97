import { NotFoundError } from '@backstage/errors';
import {
  ChaosObject,
  FaultChild,
  faultCore,
  FaultDetail,
  FaultEvent,
  FaultRef,
  faultRow,
  FaultRow,
  LAUNCH_KINDS,
  PodFacts,
  targetRecords,
  workflowProblem,
  workflowSteps,
  workflowText,
} from '@slipway/plugin-chaos-common';
import { Bound, Freshness } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { Owners } from '@slipway/plugin-owners-node';
import { FaultCaches } from '../cache/FaultCaches';
import { nodeChildren } from './children';

/** The clock makes states too: a duration that is over, a delete that takes too long. */
const TICK_MS = 5_000;
/** Longest chain of owners: fault, node, node above, …, Workflow, Schedule. */
const MAX_DEPTH = 20;

/** Why a cluster shows no current faults. */
function reasonOf({ state, reason }: Freshness): { reason?: string } {
  if (state === 'not-installed') {
    return { reason: 'Chaos Mesh is not installed in this cluster.' };
  }
  return reason ? { reason } : {};
}

/** Key of a fault in topics. */
export const keyOf = (cluster: string, uid: string) => `${cluster}/${uid}`;

export interface FaultsServiceOptions {
  clusters: Pick<Clusters, 'watch' | 'environmentOf' | 'list'>;
  owners: Pick<Owners, 'bind' | 'onChange'>;
}

/** Called back for a change: one row, or that all may have changed. */
export type FaultsListener = (
  change:
    | { type: 'upsert'; key: string; row: FaultRow }
    | { type: 'remove'; key: string }
    | { type: 'all' }
    | { type: 'freshness' },
) => void;

/** Faults of all clusters, as pages show them. */
export class FaultsService {
  static create(options: FaultsServiceOptions) {
    return new FaultsService(options);
  }

  readonly #caches: FaultCaches;
  readonly #listeners = new Set<FaultsListener>();
  readonly #ends: Array<() => void>;

  private constructor(private readonly options: FaultsServiceOptions) {
    this.#caches = new FaultCaches(options.clusters);
    const tick = setInterval(() => this.#tell({ type: 'all' }), TICK_MS);
    tick.unref();
    this.#ends = [
      () => clearInterval(tick),
      this.#caches.subscribe(change => {
        if (change.type === 'freshness') return this.#tell(change);
        if (change.type === 'cluster') return this.#tell({ type: 'all' });
        const { cluster, uid, object } = change;
        const row = object && this.#row(cluster, object);
        const key = keyOf(cluster, uid);
        return this.#tell(
          row ? { type: 'upsert', key, row } : { type: 'remove', key },
        );
      }),
      options.owners.onChange(() => this.#tell({ type: 'all' })),
      () => this.#caches.release(),
    ];
  }

  stop() {
    this.#ends.forEach(end => end());
  }

  /** @returns the function that ends it */
  subscribe(listener: FaultsListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  ready(): Promise<unknown> {
    return this.#caches.ready();
  }

  entries(): Array<[key: string, row: FaultRow]> {
    return this.#caches.list().flatMap(({ cluster, object }) => {
      const row = this.#row(cluster, object);
      return row ? [[keyOf(cluster, row.uid), row] as [string, FaultRow]] : [];
    });
  }

  /** The raw objects, for a halt. */
  objects() {
    return this.#caches.list();
  }

  /** How current faults are, by cluster: the worst kind that is installed counts. */
  freshness(): SourceFreshness[] {
    const byCluster = new Map<string, Freshness[]>();
    for (const kind of LAUNCH_KINDS) {
      for (const each of this.#caches.freshnessOf(kind)) {
        byCluster.set(each.cluster, [
          ...(byCluster.get(each.cluster) ?? []),
          each,
        ]);
      }
    }
    return [...byCluster].map(([cluster, all]) => {
      const worst =
        all.find(
          ({ state }) => state !== 'live' && state !== 'not-installed',
        ) ??
        all.find(({ state }) => state === 'live') ??
        all[0];
      return {
        source: cluster,
        state: worst.state,
        since: worst.since,
        ...reasonOf(worst),
      };
    });
  }

  freshnessOf(kind: FaultRef['kind'], cluster: string): Freshness | undefined {
    return this.#caches
      .freshnessOf(kind)
      .find(each => each.cluster === cluster);
  }

  /** Whose a fault is. What a Schedule or Workflow started belongs to whom that belongs to. */
  boundOf(cluster: string, object: ChaosObject): Bound {
    let owned = object;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      const controller = owned.metadata.ownerReferences?.find(
        each => each.controller,
      );
      const above = controller && this.#caches.ownerOf(cluster, controller.uid);
      if (!above) break;
      owned = above;
    }
    return this.options.owners.bind(cluster, owned.metadata);
  }

  find(ref: FaultRef): ChaosObject | undefined {
    return this.#caches.get(ref);
  }

  /** The row of an object as it was read. */
  rowOf(cluster: string, object: ChaosObject): FaultRow | undefined {
    return this.#row(cluster, object);
  }

  /**
   * Everything about one fault.
   *
   * @param podOf - the pods as they are now
   * @throws NotFoundError
   */
  detail(
    ref: FaultRef,
    podOf: (namespace: string, name: string) => PodFacts | undefined = () =>
      undefined,
  ): FaultDetail {
    const object = this.#caches.get(ref);
    const events = object ? this.#events(ref.cluster, object) : [];
    const core =
      object &&
      this.#withSteps(
        ref.cluster,
        object,
        faultCore(object, {
          ...this.#surroundings(ref.cluster, object),
          pausedAt: [...events]
            .reverse()
            .find(({ reason }) => reason === 'Paused')?.lastAt,
        }),
      );
    if (!object || !core) {
      throw new NotFoundError(
        `There is no ${ref.kind} ${ref.name} in ${ref.namespace} of ${ref.cluster}.`,
      );
    }
    return {
      core,
      records: targetRecords(object, podOf),
      events,
      children: this.#children(ref, object),
    };
  }

  #children(ref: FaultRef, { metadata }: ChaosObject): FaultChild[] {
    const { cluster, namespace } = ref;
    if (ref.kind === 'Workflow') {
      return this.#nodes(cluster, namespace, ref.name);
    }
    if (ref.kind !== 'Schedule') return [];
    return this.#caches.childrenOf(cluster, metadata.uid).flatMap(child => {
      const row = this.#row(cluster, child);
      return row
        ? [
            {
              name: row.ref.name,
              kind: row.ref.kind,
              state: row.state,
              startedAt: row.createdAt,
              ...(row.endsAt ? { deadlineAt: row.endsAt } : {}),
              fault: row.ref,
            },
          ]
        : [];
    });
  }

  #nodes(cluster: string, namespace: string, workflow: string): FaultChild[] {
    return nodeChildren(
      this.#caches.nodesOf(cluster, namespace, workflow),
      uid => {
        const [object] = this.#caches.childrenOf(cluster, uid);
        return {
          fault: object && this.#row(cluster, object),
          eventReasons: this.#caches
            .eventsOf(cluster, uid)
            .map(({ reason }) => reason),
        };
      },
      Date.now(),
    );
  }

  #events(cluster: string, { metadata }: ChaosObject): FaultEvent[] {
    return this.#caches
      .eventsOf(cluster, metadata.uid)
      .map(
        ({ metadata: own, type, reason, message, count, firstAt, lastAt }) => ({
          uid: own.uid,
          type: type === 'Warning' ? ('Warning' as const) : ('Normal' as const),
          reason,
          message,
          count,
          firstAt,
          lastAt,
        }),
      )
      .sort((a, b) => Date.parse(a.lastAt) - Date.parse(b.lastAt));
  }

  #surroundings(cluster: string, object: ChaosObject) {
    return {
      cluster,
      environment: this.options.clusters.environmentOf(
        cluster,
        object.metadata.namespace ?? '',
      ),
      bound: this.boundOf(cluster, object),
      now: Date.now(),
      events: this.#events(cluster, object),
    };
  }

  #row(cluster: string, object: ChaosObject): FaultRow | undefined {
    return this.#withSteps(
      cluster,
      object,
      faultRow(object, this.#surroundings(cluster, object)),
    );
  }

  /** What only the nodes of a Workflow say: how far it came, and which step is stuck. */
  #withSteps<Row extends FaultRow>(
    cluster: string,
    { spec }: ChaosObject,
    row: Row | undefined,
  ): Row | undefined {
    if (row?.ref.kind !== 'Workflow' || row.state === 'deleting') return row;
    const { namespace, name } = row.ref;
    const nodes = this.#nodes(cluster, namespace, name);
    const problem = workflowProblem(nodes);
    return {
      ...row,
      stateText: workflowText(workflowSteps(spec, nodes)),
      ...(problem ? { problem } : {}),
    };
  }

  #tell(change: Parameters<FaultsListener>[0]) {
    this.#listeners.forEach(listener => listener(change));
  }
}
