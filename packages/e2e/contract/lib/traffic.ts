import { setTimeout as sleep } from 'node:timers/promises';
import { ROLLOUTS } from '@slipway/plugin-rollouts-common';
import { Api } from './api';
import { at, Json } from './json';
import { Prometheus } from './prometheus';
import { Target } from './target';

/** How long pods and their samples may take, ms. */
const DEADLINE = 120_000;
const INTERVAL = 500;
/** How long the controller may leave a changed Rollout alone before it is woken, ms (see `World.until`). */
const OVERLOOKED = 12_000;
/** Samples of each pod that are waited for: two seconds lie between two of them. */
const SAMPLES = 14;
/** What a scrape that is under way may still bring, s. */
const SETTLED = 3;

/** A Rollout of one of the services that the traffic model knows. */
export interface Workload {
  name: string;
  /** Pod template hashes: of what is stable, and of the canary where there is one. */
  stable: string;
  canary?: string;
}

/** Services that are measured, and what of them changes. */
const SERVICES = [
  { name: 'api-gateway', next: '1.1.0-errors' },
  { name: 'order-service', next: '1.1.0-slow' },
  { name: 'user-service' },
] as const;

const imageOf = (name: string, tag: string) => `example.test/${name}:${tag}`;

function measuredRollout(name: string, replicas: number): Json {
  const labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/instance': name,
  };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name, labels },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image: imageOf(name, '1.0.0') }] },
      },
      strategy: { canary: { steps: [{ setWeight: 50 }, { pause: {} }] } },
    },
  };
}

/**
 * A namespace with traffic that scenarios about metrics only read: two
 * services half way through a canary (one fails requests, one is slow) and one
 * idle, each pod measured for longer than {@link Traffic.window}. It is made
 * once for a run, when it is first asked for.
 */
export class Traffic {
  /** Range over which rates are taken; every pod has samples for all of it. */
  static readonly window = { text: '20s', seconds: 20 };
  readonly prometheus: Prometheus;
  /** How often the controller had to be woken (see `World.until`). */
  woken = 0;
  #started = false;
  #workloads: Promise<Workload[]> | undefined;

  constructor(
    private readonly target: Target,
    private readonly api: Api,
    readonly namespace: string,
  ) {
    this.prometheus = new Prometheus(target.prometheusUrl);
  }

  /** Whether the namespace may be there. */
  get started(): boolean {
    return this.#started;
  }

  /** The workloads, once all their pods are measured. */
  workloads(): Promise<Workload[]> {
    this.#workloads ??= this.#make();
    return this.#workloads;
  }

  /** A moment, s, before which everything is scraped: what is asked about it twice is answered alike. */
  async moment(): Promise<number> {
    await this.workloads();
    return Math.floor(Date.now() / 1_000) - SETTLED;
  }

  async #make(): Promise<Workload[]> {
    this.#started = true;
    await this.api.createNamespace(this.namespace);
    for (const service of SERVICES) {
      await this.api.create(
        ROLLOUTS,
        this.namespace,
        measuredRollout(service.name, 'next' in service ? 2 : 1),
      );
    }
    await this.#phase(() => 'Healthy');
    for (const service of SERVICES) {
      if (!('next' in service)) continue;
      const { name, next } = service;
      await this.api.merge(ROLLOUTS, this.namespace, name, {
        spec: {
          template: {
            spec: { containers: [{ name, image: imageOf(name, next) }] },
          },
        },
      });
    }
    const workloads = await this.#phase(changes =>
      changes ? 'Paused' : 'Healthy',
    );
    const revisions = workloads.flatMap(({ stable, canary }) =>
      canary ? [stable, canary] : [stable],
    );
    await this.#until(`measured ${SAMPLES} times: ${revisions}`, async () => {
      const counts = await this.prometheus.vector(
        `min by (rollouts_pod_template_hash) (count_over_time(request_total{namespace="${this.namespace}",direction="inbound"}[1m]))`,
        Date.now() / 1_000 - SETTLED,
      );
      const ready = counts.filter(({ value }) => value >= SAMPLES);
      return revisions.every(hash =>
        ready.some(({ metric }) => metric.rollouts_pod_template_hash === hash),
      )
        ? revisions
        : undefined;
    });
    return workloads;
  }

  #phase(wanted: (changes: boolean) => string): Promise<Workload[]> {
    let wakeAt = this.target.canOverlook ? Date.now() + OVERLOOKED : Infinity;
    return this.#until('rolled out', async () => {
      if (Date.now() > wakeAt) {
        wakeAt = Infinity;
        this.woken += 1;
        await Promise.all(SERVICES.map(({ name }) => this.#wake(name)));
      }
      const list = await Promise.all(
        SERVICES.map(service =>
          this.api.get(ROLLOUTS, this.namespace, service.name),
        ),
      );
      const there = list.every(
        (rollout, index) =>
          at(rollout, 'status', 'phase') === wanted('next' in SERVICES[index]),
      );
      return there ? list.map(workloadOf) : undefined;
    });
  }

  #wake(name: string): Promise<Json> {
    return this.api.merge(ROLLOUTS, this.namespace, name, {
      metadata: { annotations: { 'slipway.io/woken': '1' } },
    });
  }

  async #until<Found>(
    what: string,
    look: () => Promise<Found | undefined>,
  ): Promise<Found> {
    const end = Date.now() + DEADLINE;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (Date.now() > end) {
        throw new Error(
          `The pods with traffic are after ${DEADLINE / 1000} s not ${what}.`,
        );
      }
      await sleep(INTERVAL);
    }
  }
}

function workloadOf(rollout: Json): Workload {
  const stable = String(at(rollout, 'status', 'stableRS'));
  const current = String(at(rollout, 'status', 'currentPodHash'));
  return {
    name: String(at(rollout, 'metadata', 'name')),
    stable,
    ...(current === stable ? {} : { canary: current }),
  };
}
