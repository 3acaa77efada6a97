import { ServiceName } from '@slipway/platform-model';
import { KubeObject } from '@slipway/kube-sim';
import { RELEASE_VALUES } from '../platform/releaseValues';
import { SandboxClock } from '../platform/SandboxClock';
import { SandboxCluster } from '../SandboxCluster';
import { Outlook, OUTLOOKS } from './outlook';
import { RolloutObject, rolloutState } from './rolloutState';
import { DemoScenario } from './DemoScenario';
import { ReleaseQuality } from './tags';

jest.setTimeout(300_000);

describe('outlook', () => {
  it.each<[ServiceName, ReleaseQuality, Outlook]>([
    ['product-service', 'good', {}],
    ['order-service', 'good', { asks: { step: 2, weight: 20 } }],
    [
      'order-service',
      'errors',
      {
        asks: { step: 2, weight: 20 },
        stopped: {
          step: 4,
          weight: 40,
          metric: 'success-rate',
          certain: true,
          afterSeconds: 11,
        },
      },
    ],
    [
      'shipping-service',
      'errors',
      {
        stopped: {
          step: 2,
          weight: 40,
          metric: 'success-rate',
          certain: true,
          afterSeconds: 11,
        },
      },
    ],
    ['shipping-service', 'slow', {}],
    [
      'api-gateway',
      'slow',
      {
        asks: { step: 4, weight: 60 },
        stopped: {
          step: 2,
          weight: 30,
          metric: 'p95-latency',
          certain: false,
          afterSeconds: 11,
        },
      },
    ],
    ['user-service', 'crash', { deadlineSeconds: 120 }],
  ])('%s, %s', (service, quality, expected) => {
    expect(OUTLOOKS[service][quality]).toEqual(expected);
  });
});

/** An idle cluster whose time passes only when a test lets it. */
async function openCluster() {
  const failures: unknown[] = [];
  const failed = (error: unknown) => failures.push(error);
  const clock = new SandboxClock(new Date('2026-01-05T12:00:00Z'), failed);
  const cluster = new SandboxCluster({
    definition: {
      name: 'c',
      title: 'C',
      provider: 'gcp',
      region: 'r',
      zones: ['a'],
      environment: 'prod',
      namespaces: [{ name: 'shop', environment: 'prod', profiles: 'prod' }],
    },
    clock,
    tokens: { portal: 'p', viewer: 'v', admin: 'a' },
    tls: { cert: '', key: '' },
    ports: { api: 1, prometheus: 2 },
    failed,
  });
  cluster.install();
  cluster.measure();
  cluster.work();
  const demo = new DemoScenario({ clusters: [cluster], clock, seed: 's' });
  const { store } = cluster;
  const type = store.typeOf('argoproj.io', 'rollouts')!;
  const pass = (seconds: number) =>
    clock.fastForward(new Date(clock.now().getTime() + seconds * 1_000));
  await pass(60);
  return {
    failures,
    demo,
    pass,
    read: (name: string) =>
      store.get<RolloutObject & KubeObject>(type, 'shop', name)!,
    /** As `kubectl argo rollouts promote` does it. */
    promote(object: RolloutObject) {
      const promoted = structuredClone(object) as RolloutObject & KubeObject;
      const { status } = promoted as RolloutObject;
      delete status?.pauseConditions;
      store.update(type, promoted, { subresource: 'status' });
    },
    async close() {
      demo.stop();
      await cluster.stop();
    },
  };
}

/** What happens to a release in the cluster, with users who promote whatever waits for them. */
async function whatHappens(service: ServiceName, quality: ReleaseQuality) {
  const cluster = await openCluster();
  cluster.demo.release({ cluster: 'c', namespace: 'shop', service, quality });
  const asks: number[] = [];
  let step = 0;
  let since = 0;
  for (let second = 0; second < 300; second++) {
    await cluster.pass(1);
    const object = cluster.read(service);
    const state = rolloutState(object);
    const { status } = object;
    if (state?.idle) {
      await cluster.close();
      return {
        asks,
        step: step + 1,
        /** Since its start, or since a user promoted it. */
        seconds: second + 1 - since,
        phase: state.phase,
        aborted: status?.abort === true,
        message: status?.message ?? '',
        failures: cluster.failures,
      };
    }
    step = status?.currentStepIndex ?? 0;
    if (state?.waiting) {
      if (!asks.includes(step + 1)) asks.push(step + 1);
      // Long enough for an analysis in the background to say what it thinks.
      if (second % 30 === 0) {
        cluster.promote(object);
        since = second + 1;
      }
    }
  }
  throw new Error(`${service} did not come to rest`);
}

describe('what the outlook says is what happens', () => {
  const certain = RELEASE_VALUES.flatMap(({ service }) =>
    (['errors', 'slow'] as const)
      .filter(quality => OUTLOOKS[service][quality].stopped?.certain)
      .map((quality): [ServiceName, ReleaseQuality] => [service, quality]),
  );

  it.each(certain)('%s, %s: stopped', async (service, quality) => {
    const { asks, stopped } = OUTLOOKS[service][quality];
    const seen = await whatHappens(service, quality);
    expect(seen).toMatchObject({
      phase: 'Degraded',
      aborted: true,
      message: expect.stringContaining(`"${stopped?.metric}"`),
      failures: [],
    });
    // An analysis in the background ends while the next step may have started.
    expect([stopped?.step, (stopped?.step ?? 0) + 1]).toContain(seen.step);
    expect(seen.asks.filter(step => step < (stopped?.step ?? 0))).toEqual(
      asks ? [asks.step] : [],
    );
    const late = seen.seconds - (stopped?.afterSeconds ?? 0);
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThanOrEqual(4);
  });

  it.each<[ServiceName, ReleaseQuality]>([
    ['shipping-service', 'slow'],
    ['order-service', 'good'],
    ['product-service', 'good'],
  ])('%s, %s: to its end', async (service, quality) => {
    const { asks } = OUTLOOKS[service][quality];
    expect(await whatHappens(service, quality)).toMatchObject({
      phase: 'Healthy',
      aborted: false,
      asks: asks ? [asks.step] : [],
      failures: [],
    });
  });

  it('cloud-config, crash: never ready', async () => {
    const { deadlineSeconds } = OUTLOOKS['cloud-config'].crash;
    const seen = await whatHappens('cloud-config', 'crash');
    expect(seen).toMatchObject({
      phase: 'Degraded',
      aborted: false,
      step: 1,
      asks: [],
      failures: [],
    });
    expect(Math.abs(seen.seconds - (deadlineSeconds ?? 0))).toBeLessThan(5);
  });
});
