import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  BlastRadius,
  blastRadius,
  FaultDraft,
  haltedReason,
  mergeCallers,
  namespacesOf,
  reachesPods,
  RunningThere,
  Selection,
  withoutRates,
  faultPagePath,
} from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { ReadAccess } from '@slipway/plugin-live-node';
import { metricsReadPermission } from '@slipway/plugin-metrics-common';
import { Owners } from '@slipway/plugin-owners-node';
import { ChaosConfig } from '../config';
import { HaltStore } from '../database/HaltStore';
import { catalogCallers } from './callers';
import { FaultsService } from './FaultsService';
import { NearbyReader } from './NearbyReader';
import { PodReader } from './PodReader';

/** Where something is launched, and for whom. */
export interface PreviewPlace {
  cluster: string;
  namespace: string;
  entityRef: string;
}

export interface PreviewServiceOptions {
  /** Who may read what was measured of services. */
  metricsAccess: ReadAccess;
  catalog: Pick<CatalogService, 'getEntityByRef' | 'getEntitiesByRefs'>;
  clusters: Pick<Clusters, 'listFresh' | 'environmentOf' | 'namespaceMeta'>;
  config: ChaosConfig;
  faults: FaultsService;
  halts: HaltStore;
  nearby: NearbyReader;
  owners: Pick<Owners, 'bind'>;
}

/** What a draft would hit, and the pods by which that is judged. */
export interface Preview {
  radius: BlastRadius;
  selections: Selection[];
}

/** Reads what a preview is made of. What a launch is judged by is read again when it is launched. */
export class PreviewService {
  static create(options: PreviewServiceOptions) {
    return new PreviewService(options);
  }

  readonly #reader: PodReader;

  private constructor(private readonly options: PreviewServiceOptions) {
    this.#reader = new PodReader(options.clusters);
  }

  /**
   * What a draft would hit now, who calls that, and what else runs there.
   *
   * @throws NotAllowedError, ServiceUnavailableError when the pods cannot be read
   */
  async preview(
    draft: FaultDraft,
    place: PreviewPlace,
    credentials: BackstageCredentials,
  ): Promise<Preview> {
    const { radius, selections } = await this.judge(draft, place, credentials);
    return {
      radius: await this.#withNearby(radius, place, selections, credentials),
      selections,
    };
  }

  /**
   * What a draft would hit now, without what only informs: a launch does not
   * wait for Prometheus.
   *
   * @throws NotAllowedError, ServiceUnavailableError when the pods cannot be read
   */
  async judge(
    draft: FaultDraft,
    place: PreviewPlace,
    credentials: BackstageCredentials,
  ): Promise<Preview> {
    const { catalog, clusters, config, halts } = this.options;
    const { cluster, namespace, entityRef } = place;
    const namespaces = reachesPods(draft) ? namespacesOf(draft, namespace) : [];
    const [halt, pods, nodes, canaries, callers] = await Promise.all([
      halts.read(),
      this.#reader.pods(cluster, namespaces),
      usesNodes(draft)
        ? this.#reader.nodes(cluster)
        : { nodes: [], unknown: undefined },
      this.#reader.canaries(cluster, namespaces),
      catalogCallers(catalog, entityRef, credentials),
    ]);
    return blastRadius(draft, {
      pods,
      nodes: nodes.nodes,
      scope: config.scopeOf(cluster),
      annotationsOf: name => clusters.namespaceMeta(cluster, name).annotations,
      canaryHashOf: canaries.canaryHashOf,
      namespace,
      entityRef,
      environmentOf: name => clusters.environmentOf(cluster, name),
      guardrails: config.guardrails,
      now: Date.now(),
      callers,
      schedules: this.options.faults
        .entries()
        .map(([, { ref }]) => ref)
        .filter(ref => ref.cluster === cluster && ref.kind === 'Schedule'),
      running: this.#schedules(place),
      halted: haltedReason(halt),
      unknown: [nodes.unknown, canaries.unknown].filter(
        (each): each is string => each !== undefined,
      ),
    });
  }

  /** Adds who calls the workloads now, how often for those who may read metrics, and what else runs on them. */
  async #withNearby(
    radius: BlastRadius,
    { cluster, entityRef }: PreviewPlace,
    selections: readonly Selection[],
    credentials: BackstageCredentials,
  ): Promise<BlastRadius> {
    const { metricsAccess, nearby, owners } = this.options;
    const owned = selections.flatMap(({ pods }) =>
      pods.flatMap(({ metadata }) => {
        const { entity } = owners.bind(cluster, metadata);
        return entity.state === 'bound' ? [entity.entityRef] : [];
      }),
    );
    const [mayReadMetrics, traffic, running] = await Promise.all([
      metricsAccess.mayRead(credentials),
      nearby.callers(cluster, radius.workloads),
      nearby.running(cluster, radius.workloads, [entityRef, ...owned]),
    ]);
    const callers = mergeCallers(radius.callers, traffic.found);
    return {
      ...radius,
      callers: mayReadMetrics
        ? callers
        : withoutRates(callers, metricsReadPermission.name),
      running: [...running.found, ...radius.running],
      unknown: [...radius.unknown, ...traffic.unknown, ...running.unknown],
    };
  }

  /** Schedules of the same service in the same cluster: they may start a fault meanwhile. */
  #schedules({ cluster, entityRef }: PreviewPlace): RunningThere[] {
    return this.options.faults
      .entries()
      .map(([, row]) => row)
      .filter(
        ({ ref, entity, state }) =>
          ref.kind === 'Schedule' &&
          ref.cluster === cluster &&
          entity.state === 'bound' &&
          entity.entityRef === entityRef &&
          state === 'running',
      )
      .map(row => ({
        what: 'schedule' as const,
        title: `Schedule ${row.ref.name}: ${row.effect}`,
        state: row.stateText,
        since: row.createdAt,
        path: faultPagePath(row.ref),
        ...(row.startedBy ? { startedBy: row.startedBy } : {}),
      }));
  }
}

/** Whether a selector of a draft looks at nodes. */
function usesNodes(draft: FaultDraft): boolean {
  const text = JSON.stringify(draft.spec);
  return text.includes('"nodes"') || text.includes('"nodeSelectors"');
}
