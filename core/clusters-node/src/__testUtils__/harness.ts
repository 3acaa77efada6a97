import { mockServices } from '@backstage/backend-test-utils';
import { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { KubeObject, ResourceId } from '@slipway/plugin-clusters-common';
import { ClustersSettings } from '../config/schema';
import { DefaultClusters } from '../DefaultClusters';
import { KindCache, KindEvent } from '../types';
import { WatchTimings } from '../watch/timings';
import { FakeApiServer } from './fakeApiServer';

/** The collection that tests watch. */
export const ROLLOUTS = '/apis/argoproj.io/v1alpha1/rollouts';
const rollouts: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};
export const definition = {
  resource: rollouts,
  id: 'test',
  project: (raw: Record<string, unknown>) => raw as unknown as KubeObject,
};

/** As in production, only faster; the grace is as long as a busy machine may need to open a watch again. */
const timings: WatchTimings = {
  watchSeconds: [300, 600],
  idleGraceMs: 30_000,
  bookmarkSilenceMs: 150_000,
  pulse: { silenceMs: 600_000, answerMs: 600_000 },
  graceMs: 20_000,
  backoff: { baseMs: 20, capMs: 100 },
  healthyAfterMs: 10_000,
  refusedRetryMs: [40, 60],
  notInstalledRetryMs: [40, 60],
};

export interface CreateOptions {
  settings?: Partial<ClustersSettings>;
  timings?: Partial<WatchTimings>;
  supplyTimeoutMs?: number;
}

export const isList = (url: URL) =>
  url.pathname.endsWith('/rollouts') && !url.searchParams.get('watch');
export const isWatch = (url: URL) =>
  url.pathname.endsWith('/rollouts') && Boolean(url.searchParams.get('watch'));

export const names = (cache: KindCache<KubeObject>) =>
  cache.list().map(({ metadata }) => metadata.name);
export const state = (cache: KindCache<KubeObject>) =>
  cache.freshness()[0]?.state;

export function rollout(name: string, namespace = 'ecommerce') {
  return { metadata: { name, namespace } };
}

export function detailsOf(name: string, url: string): ClusterDetails {
  return {
    name,
    url,
    authMetadata: { 'kubernetes.io/auth-provider': 'serviceAccount' },
  };
}

/** Waits until a condition holds; fails the test with its last value otherwise. */
export async function eventually<T>(
  read: () => T,
  expected: unknown,
): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 10) {
    try {
      expect(read()).toEqual(expected);
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
  expect(read()).toEqual(expected);
}

/** A fake API server with Rollouts and namespaces, and services that watch it. */
export class Harness {
  readonly server = new FakeApiServer();
  readonly #shutDowns: Array<() => void | Promise<void>> = [];

  async start(): Promise<void> {
    this.server.install(ROLLOUTS);
    this.server.install('/api/v1/namespaces');
    await this.server.start();
  }

  /** Ends the services as a portal's shutdown does. */
  async shutDown(): Promise<void> {
    await Promise.all(this.#shutDowns.map(hook => hook()));
  }

  async stop(): Promise<void> {
    await this.shutDown();
    await this.server.stop();
  }

  create(options: CreateOptions = {}): DefaultClusters {
    return DefaultClusters.create({
      settings: {
        clusters: new Map(),
        expectSupplier: true,
        ...options.settings,
      },
      logger: mockServices.logger.mock(),
      lifecycle: mockServices.rootLifecycle.mock({
        addShutdownHook: hook => {
          this.#shutDowns.push(hook);
        },
      }),
      timings: { ...timings, ...options.timings },
      supplyTimeoutMs: options.supplyTimeoutMs,
    });
  }

  /** Hands over what plugin-kubernetes would. */
  connect(
    clusters: DefaultClusters,
    details: ClusterDetails[] = [detailsOf('gke-prod', this.server.url)],
  ): void {
    clusters.connect({ list: async () => details });
    clusters.connect({
      authStrategy: {
        getCredential: async () => ({ type: 'bearer token', token: 't0k3n' }),
      },
    });
  }

  /** A service that watches Rollouts and is ready. */
  async watching(options: CreateOptions = {}) {
    const clusters = this.create(options);
    this.connect(clusters);
    const cache = clusters.watch(definition);
    const events: KindEvent<KubeObject>[] = [];
    cache.subscribe(event => events.push(event));
    await cache.ready();
    return { clusters, cache, events };
  }
}
