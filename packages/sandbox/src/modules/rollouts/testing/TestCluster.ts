import { setImmediate as settled } from 'node:timers/promises';
import { Json, ManualClock, MemoryStore } from '@slipway/kube-sim';
import { ClusterLoops, InstantQuery } from '../../../loops';
import { RolloutObjects } from '../RolloutObjects';
import {
  CanaryStep,
  CanaryStrategy,
  Rollout,
  RolloutSpec,
  RolloutStatus,
} from '../rolloutModel';
import { createClusterLoops, createClusterStore, MODULES } from '../..';

export const NAMESPACE = 'shop';
const LABELS = { app: 'shop' };
/** Those that come to rest: reports of scanners expire and are made again for ever. */
const RESTING = MODULES.filter(({ kinds }) =>
  kinds.every(({ kind }) => kind !== 'VulnerabilityReport'),
);

export const template = (
  image = 'example.test/shop:1',
  more: { nodeSelector?: { [key: string]: string } } = {},
) => ({
  metadata: { labels: LABELS },
  spec: { containers: [{ name: 'app', image }], ...more },
});

/** A cluster under a clock that tests step; nothing runs by itself. */
export class TestCluster {
  readonly clock = new ManualClock();
  readonly store: MemoryStore;
  readonly objects: RolloutObjects;
  readonly errors: string[] = [];
  controllers: ClusterLoops;
  /** What a metric's query answers; changed by tests. */
  answer: InstantQuery = async () => ({ type: 'vector', values: [1] });

  constructor(snapshot?: Json, clock?: ManualClock) {
    if (clock) this.clock = clock;
    this.store = createClusterStore(this.clock, snapshot, RESTING);
    this.objects = new RolloutObjects(this.store);
    if (snapshot === undefined) {
      const type = this.store.typeOfKind('v1', 'Namespace');
      if (type) {
        this.store.create(type, {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: NAMESPACE },
        });
      }
    }
    this.controllers = createClusterLoops(
      {
        store: this.store,
        clock: this.clock,
        query: (address, query) => this.answer(address, query),
        onError: error => this.errors.push(error.message),
      },
      RESTING,
    );
    this.controllers.start();
  }

  /** Lets so much time pass; measurements that are under way end in between. */
  async run(seconds: number): Promise<void> {
    const end = this.clock.now().getTime() + seconds * 1000;
    for (;;) {
      await settled();
      const next = this.clock.next?.getTime() ?? Infinity;
      if (next > end) break;
      this.clock.step(next - this.clock.now().getTime());
    }
    this.clock.step(end - this.clock.now().getTime());
    await settled();
  }

  deploy(
    strategy: RolloutSpec['strategy'],
    spec: Partial<RolloutSpec> = {},
  ): Rollout {
    return this.objects.rollouts.create({
      metadata: { name: 'shop', namespace: NAMESPACE },
      spec: {
        replicas: 5,
        selector: { matchLabels: LABELS },
        template: template(),
        strategy,
        ...spec,
      },
      status: {},
    });
  }

  canary(
    steps: CanaryStep[],
    more: CanaryStrategy = {},
    spec: Partial<RolloutSpec> = {},
  ): Rollout {
    return this.deploy({ canary: { steps, ...more } }, spec);
  }

  service(name: string): void {
    this.objects.services.create({
      metadata: { name, namespace: NAMESPACE },
      spec: { selector: LABELS, ports: [{ port: 80 }] },
      status: {},
    });
  }

  ingress(name: string, service: string): void {
    this.objects.ingresses.create({
      metadata: { name, namespace: NAMESPACE },
      spec: {
        rules: [
          {
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: service, port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
      status: {},
    });
  }

  get rollout(): Rollout {
    const rollout = this.objects.rollouts.get(NAMESPACE, 'shop');
    if (!rollout) throw new Error('There is no Rollout.');
    return rollout;
  }

  get status(): RolloutStatus {
    return this.rollout.status;
  }

  /** Changes the spec as a user does. */
  change(spec: Partial<RolloutSpec>): void {
    const { rollout } = this;
    this.objects.rollouts.update({
      ...rollout,
      spec: { ...rollout.spec, ...spec },
    });
  }

  setImage(tag: string): void {
    this.change({ template: template(`example.test/shop:${tag}`) });
  }

  /** Changes the status as a user's action does. */
  act(status: Partial<RolloutStatus>): void {
    const { rollout } = this;
    this.objects.rollouts.updateStatus({
      ...rollout,
      status: { ...rollout.status, ...status },
    });
  }

  /** What promoting a paused canary writes. */
  promote(): void {
    const { pauseConditions: _, ...status } = this.status;
    const { rollout } = this;
    this.objects.rollouts.updateStatus({ ...rollout, status });
  }

  /** Pods wanted by tag of the image, largest revision first, those without left out. */
  get pods(): Record<string, number> {
    return Object.fromEntries(
      this.objects.replicaSets
        .list(NAMESPACE)
        .filter(one => (one.spec.replicas ?? 0) > 0)
        .map(one => [
          one.spec.template.spec?.containers?.[0].image?.split(':')[1] ?? '',
          one.spec.replicas ?? 0,
        ]),
    );
  }

  get phase(): string {
    const { phase, message } = this.status;
    return message ? `${phase}: ${message}` : String(phase);
  }

  events(kind = 'Rollout'): string[] {
    return this.objects.events
      .list(NAMESPACE)
      .filter(event => event.involvedObject.kind === kind)
      .map(event => `${event.reason}: ${event.message}`);
  }

  analysisTemplate(name: string, metric: Record<string, Json> = {}): void {
    this.objects.analysisTemplates.create({
      metadata: { name, namespace: NAMESPACE },
      spec: {
        metrics: [
          {
            name: 'probe',
            interval: '10s',
            count: 2,
            successCondition: 'result[0] >= 0.95',
            provider: {
              prometheus: { address: 'http://prometheus', query: 'up' },
            },
            ...metric,
          },
        ],
      },
    });
  }
}
