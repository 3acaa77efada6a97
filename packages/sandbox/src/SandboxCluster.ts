import { ClusterControllers, InstantQuery } from './controllers';
import { queryOverHttp } from './controllers/analysis/prometheus';
import { ApiServer, createApiServer, Tokens } from './http';
import { createCertificate } from './http/certificate';
import { createStore, Json, KubeObject, MemoryStore, NewObject } from './kube';
import {
  createPrometheusServer,
  MetricsStore,
  PrometheusServer,
} from './metrics';
import { ClusterState, ClusterTokens } from './persistence/StateFile';
import { baseObjects } from './platform/baseObjects';
import { renderRelease } from './platform/chart';
import { ClusterDefinition } from './platform/clusters';
import { measuredPods } from './platform/measuredPods';
import { readPodLog } from './platform/podLogs';
import { ClusterEndpoint } from './platform/portalConfig';
import { prometheusQuery } from './platform/prometheusQuery';
import { RELEASE_VALUES } from './platform/releaseValues';
import { SandboxClock } from './platform/SandboxClock';
import { createEngine } from './promql';

/** As the real stack scrapes: an analysis that begins after 6 s finds a rate. */
const SAMPLE_INTERVAL_MS = 2_000;
/** A little more than the chart of an hour shows. */
const RETENTION_MS = 70 * 60_000;

export interface SandboxClusterOptions {
  definition: ClusterDefinition;
  clock: SandboxClock;
  tokens: ClusterTokens;
  /** Loopback port of its Prometheus; 0 takes a free one. */
  prometheusPort: number;
  /** What was kept of it over a restart; without it the cluster is empty. */
  kept?: ClusterState;
  /** Told of failures that are the sandbox's own. */
  failed(error: unknown): void;
}

interface Parts {
  store: MemoryStore;
  controllers: ClusterControllers;
  metrics: MetricsStore;
  prometheus: PrometheusServer;
  prometheusUrl: string;
  api: ApiServer;
  cert: string;
}

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
  #endpoint: ClusterEndpoint | undefined;

  private constructor(
    private readonly options: SandboxClusterOptions,
    private readonly parts: Parts,
  ) {}

  /** Makes the cluster; its Prometheus listens, its API server does not yet. */
  static async create(options: SandboxClusterOptions): Promise<SandboxCluster> {
    const { definition, clock, kept, tokens, failed } = options;
    const held: { store?: MemoryStore } = {};
    const metrics = MetricsStore.create({
      cluster: definition.name,
      clock,
      intervalMs: SAMPLE_INTERVAL_MS,
      retentionMs: RETENTION_MS,
      input: { pods: () => (held.store ? measuredPods(held.store) : []) },
    });
    const engine = createEngine(metrics);
    const prometheus = createPrometheusServer({
      engine,
      store: metrics,
      clock,
    });
    const { url: prometheusUrl } = await prometheus.listen(
      options.prometheusPort,
    );
    const store = createStore(undefined, clock, {
      snapshot: keptStore(kept, prometheusUrl),
    });
    held.store = store;
    const query: InstantQuery = prometheusQuery(
      prometheusUrl,
      engine,
      clock,
      queryOverHttp,
    );
    const { cert, key } = createCertificate(
      `slipway-sandbox-${definition.name}`,
    );
    return new SandboxCluster(options, {
      store,
      metrics,
      prometheus,
      prometheusUrl,
      cert,
      controllers: new ClusterControllers({ store, clock, query }),
      api: createApiServer({
        store,
        clock,
        clusterName: definition.name,
        tokens: tokenUsers(tokens),
        tls: { cert, key },
        logs: { read: readPodLog },
        onError: failed,
      }),
    });
  }

  get name(): string {
    return this.options.definition.name;
  }

  get store(): MemoryStore {
    return this.parts.store;
  }

  /** Creates what an empty cluster begins with: the platform's objects and the services' releases. */
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
          prometheusUrl: this.parts.prometheusUrl,
        }).forEach(object => this.#create(object));
      }
    }
  }

  /** Lets control loops and metrics work. */
  start(): void {
    this.parts.controllers.start();
    this.parts.metrics.start();
  }

  /** Opens the API server. */
  async listen(port: number): Promise<ClusterEndpoint> {
    const { api, cert, prometheusUrl } = this.parts;
    const { url } = await api.listen(port);
    const { definition, tokens } = this.options;
    this.#endpoint = {
      cluster: definition,
      apiUrl: url,
      prometheusUrl,
      portalToken: tokens.portal,
      viewerToken: tokens.viewer,
      adminToken: tokens.admin,
      caData: Buffer.from(cert).toString('base64'),
    };
    return this.#endpoint;
  }

  /** What has to outlive the process. */
  snapshot(): ClusterState {
    return {
      store: this.parts.store.snapshot(),
      prometheusUrl: this.parts.prometheusUrl,
      tokens: this.options.tokens,
    };
  }

  async stop(): Promise<void> {
    const { controllers, metrics, api, prometheus } = this.parts;
    controllers.stop();
    metrics.stop();
    await Promise.all([
      this.#endpoint ? api.close() : undefined,
      prometheus.close(),
    ]);
  }

  #create(object: {
    apiVersion: string;
    kind: string;
    metadata: object;
  }): void {
    const type = this.store.typeOfKind(object.apiVersion, object.kind);
    if (!type) {
      throw new Error(`${this.name} does not serve ${object.kind}.`);
    }
    this.store.create(type, object as NewObject<KubeObject>);
  }
}
