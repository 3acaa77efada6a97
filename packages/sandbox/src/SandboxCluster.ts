import {
  ApiServer,
  createApiServer,
  Tokens,
  Json,
  KubeObject,
  MemoryStore,
  NewObject,
  ResourceType,
} from '@slipway/kube-sim';
import {
  createPrometheusServer,
  PrometheusServer,
  createEngine,
} from '@slipway/promql';
import { seededUnit, ServiceName } from '@slipway/platform-model';
import { ClusterLoops } from './loops';
import { ALERT_RULES, MetricsStore } from './metrics';
import {
  ClusterState,
  ClusterTls,
  ClusterTokens,
} from './persistence/StateFile';
import {
  createClusterLoops,
  createClusterStore,
  effectsOn,
  servicesOf,
  trafficOf,
} from './modules';
import { Instance, Registry } from './modules/eureka';
import { LoggedCluster } from './modules/logs';
import { countRequestsOf, RequestCounts } from './modules/services';
import { queryOverHttp } from './modules/rollouts/analysis/prometheus';
import { baseObjects } from './platform/baseObjects';
import { renderRelease } from './platform/chart';
import { ClusterDefinition } from './platform/clusters';
import { measuredPods } from './platform/measuredPods';
import { readPodLog } from './platform/podLogs';
import { ClusterEndpoint } from './platform/portalConfig';
import { prometheusQuery } from './platform/prometheusQuery';
import { RELEASE_VALUES } from './platform/releaseValues';
import { SandboxClock } from './platform/SandboxClock';
import { FlowCache } from './services/FlowCache';
import { meet, Met } from './services/meet';

/** As the real stack scrapes: an analysis that starts after 6 s finds a rate. */
const SAMPLE_INTERVAL_MS = 2_000;
/** A little more than the chart of an hour shows. */
const RETENTION_MS = 70 * 60_000;

export interface SandboxClusterOptions {
  definition: ClusterDefinition;
  clock: SandboxClock;
  tokens: ClusterTokens;
  tls: ClusterTls;
  /** Loopback ports. */
  ports: { api: number; prometheus: number };
  /** What was kept of it over a restart; without it the cluster is empty. */
  kept?: ClusterState;
  /** Called with failures that are the sandbox's own. */
  failed(error: unknown): void;
}

interface UntypedObject {
  apiVersion: string;
  kind: string;
  metadata: object;
}

const RBAC_GROUP = 'rbac.authorization.k8s.io/';

/** Users of the tokens, with the groups that a real API server gives them. */
function tokenUsers({ portal, viewer, admin }: ClusterTokens): Tokens {
  const account = (name: string) => ({
    username: `system:serviceaccount:slipway:${name}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:slipway'],
  });
  return {
    [portal]: account('portal'),
    [viewer]: account('viewer'),
    [admin]: { username: 'admin', groups: ['system:masters'] },
  };
}

/** What was kept, with the address that Prometheus has now. */
function keptStore(
  kept: ClusterState | undefined,
  prometheusUrl: string,
): Json | undefined {
  if (!kept || kept.prometheusUrl === prometheusUrl) return kept?.store;
  return JSON.parse(
    JSON.stringify(kept.store).replaceAll(
      `"${kept.prometheusUrl}"`,
      `"${prometheusUrl}"`,
    ),
  );
}

/** One cluster: its objects, its control loops, its metrics and its two HTTP APIs. */
export class SandboxCluster {
  readonly store: MemoryStore;
  /** Where it will be reached once it listens. */
  readonly endpoint: ClusterEndpoint;
  readonly #loops: ClusterLoops;
  readonly #metrics: MetricsStore;
  readonly #prometheus: PrometheusServer;
  readonly #api: ApiServer;
  readonly #requests: RequestCounts;
  readonly #flows: FlowCache;
  readonly #registry: Registry;
  #endRegistry: (() => void) | undefined;
  #turn = 0;
  #listening = false;

  /** Makes the cluster as it was kept, or empty. Nothing works or listens yet. */
  constructor(private readonly options: SandboxClusterOptions) {
    const { definition, clock, kept, tokens, tls, ports, failed } = options;
    const prometheusUrl = `http://127.0.0.1:${ports.prometheus}`;
    this.endpoint = {
      cluster: definition,
      apiUrl: `https://127.0.0.1:${ports.api}`,
      prometheusUrl,
      portalToken: tokens.portal,
      viewerToken: tokens.viewer,
      adminToken: tokens.admin,
      caData: Buffer.from(tls.cert).toString('base64'),
    };
    const store = createClusterStore(clock, keptStore(kept, prometheusUrl));
    this.store = store;
    this.#metrics = MetricsStore.create({
      cluster: definition.name,
      clock,
      intervalMs: SAMPLE_INTERVAL_MS,
      retentionMs: RETENTION_MS,
      rules: ALERT_RULES,
      input: {
        pods: () => measuredPods(store),
        causes: () => effectsOn(store),
      },
    });
    this.#requests = countRequestsOf(store, () => clock.now().getTime());
    this.#flows = new FlowCache(
      namespace => trafficOf(store, clock, namespace),
      () => clock.now().getTime(),
    );
    this.#registry = new Registry(definition.name, store, () =>
      clock.now().getTime(),
    );
    const engine = createEngine(this.#metrics);
    this.#prometheus = createPrometheusServer({
      engine,
      store: this.#metrics,
      clock,
      rules: ALERT_RULES,
    });
    this.#loops = createClusterLoops({
      store,
      clock,
      query: prometheusQuery(prometheusUrl, engine, clock, queryOverHttp),
      onError: error =>
        failed(
          new Error(`${definition.name}: ${error.message}`, { cause: error }),
        ),
    });
    this.#api = createApiServer({
      store,
      clock,
      clusterName: definition.name,
      tokens: tokenUsers(tokens),
      tls,
      logs: { read: readPodLog },
      services: servicesOf(store),
      onError: failed,
    });
  }

  get name(): string {
    return this.options.definition.name;
  }

  /** How many errors its control loops had that they did not expect. */
  get failures(): number {
    return this.#loops.failures;
  }

  /** Creates what an empty cluster starts with: the platform's objects and the services' releases. */
  install(): void {
    const { definition } = this.options;
    baseObjects(definition).forEach(object => this.#create(object));
    for (const {
      name,
      profiles,
      services,
      replicas,
    } of definition.namespaces) {
      for (const values of RELEASE_VALUES) {
        if (services && !services.includes(values.service)) continue;
        renderRelease(values, {
          namespace: name,
          profiles,
          replicas,
          prometheusUrl: this.endpoint.prometheusUrl,
        }).forEach(object => this.#create(object));
      }
    }
  }

  /**
   * Gives a cluster that was kept the roles of today: a state of an earlier
   * version lacks those of kinds that came after it. Everything else stays.
   */
  grant(): void {
    for (const object of baseObjects(this.options.definition)) {
      if (!object.apiVersion.startsWith(RBAC_GROUP)) continue;
      const type = this.#typeOf(object);
      const { name = '', namespace } = object.metadata;
      const kept = this.store.get(type, namespace, name);
      if (kept) {
        this.store.update(type, { ...object, metadata: kept.metadata });
      } else {
        this.#create(object);
      }
    }
  }

  /** Lets traffic flow and be measured. */
  measure(): void {
    this.#metrics.start();
  }

  /** Lets the control loops work. */
  work(): void {
    this.#endRegistry ??= this.#registry.start();
    this.#loops.start();
  }

  /** Opens the API server and Prometheus. */
  async listen(): Promise<void> {
    const { api, prometheus } = this.options.ports;
    await this.#prometheus.listen(prometheus);
    await this.#api.listen(api);
    this.#listening = true;
  }

  /** What a request from outside meets at a service now; undefined when there is none. */
  arrive(namespace: string, service: ServiceName): Met | undefined {
    const flow = this.#flows.of(namespace).get(service);
    if (!flow) return undefined;
    const turn = this.#turn++;
    let draws = 0;
    this.#requests.note(
      { namespace, service },
      this.options.clock.now().getTime(),
    );
    return meet(flow, turn, () => seededUnit(this.name, turn, draws++));
  }

  /** What is registered with the Eureka server of a namespace. */
  registered(namespace: string): readonly Instance[] {
    return this.#registry.instances(namespace);
  }

  /** The cluster as what collects its logs sees it. */
  get logged(): LoggedCluster {
    return { name: this.name, store: this.store, metrics: this.#metrics };
  }

  /** What has to outlive the process. */
  snapshot(): ClusterState {
    return {
      store: this.store.snapshot(),
      prometheusUrl: this.endpoint.prometheusUrl,
      tokens: this.options.tokens,
      tls: this.options.tls,
    };
  }

  async stop(): Promise<void> {
    this.#endRegistry?.();
    this.#loops.stop();
    this.#metrics.stop();
    if (!this.#listening) return;
    await Promise.all([this.#api.close(), this.#prometheus.close()]);
  }

  #create(object: UntypedObject): void {
    this.store.create(this.#typeOf(object), object as NewObject<KubeObject>);
  }

  #typeOf({ apiVersion, kind }: UntypedObject): ResourceType {
    const type = this.store.typeOfKind(apiVersion, kind);
    if (!type) throw new Error(`${this.name} does not serve ${kind}.`);
    return type;
  }
}
