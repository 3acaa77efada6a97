import { ManualClock, KubeObject, MemoryStore } from '@slipway/kube-sim';
import { createClusterStore } from '../modules';
import { renderRelease } from '../platform/chart';
import { RELEASE_VALUES } from '../platform/releaseValues';
import { Candidate, caughtQualities, chooseRelease, PACE } from './pace';
import { RolloutObject, rolloutState } from './rolloutState';
import { DemoScenario } from './DemoScenario';
import { nextTag, qualityOf } from './tags';

const MINUTE = 60_000;

describe('tags', () => {
  it.each([
    [['0.1.0'], 'good', '0.2.0'],
    [['0.1.0', '0.4.0-errors'], 'good', '0.5.0'],
    [['0.9.3', ''], 'slow', '0.10.0-slow'],
    [['1.0.0', '0.9.0'], 'crash', '1.1.0-crash'],
  ] as const)('after %p a %s one is %s', (tags, quality, expected) => {
    expect(nextTag(tags, quality)).toBe(expected);
    expect(qualityOf(expected)).toBe(quality);
  });
});

const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  namespace: 'ecommerce',
  service: 'shipping-service',
  phase: 'Healthy',
  tag: '0.1.0',
  quality: 'good',
  idle: true,
  waiting: false,
  mark: '',
  idleMs: PACE.idleHealthy,
  ...more,
});

const moving = candidate({
  service: 'product-service',
  phase: 'Progressing',
  idle: false,
});
const waiting = candidate({
  service: 'order-service',
  phase: 'Paused',
  idle: false,
  waiting: true,
});

/** Choices of many runs. */
const choices = (candidates: Candidate[]) =>
  Array.from({ length: 200 }, (_, run) =>
    chooseRelease(candidates, 'seed', run),
  );

describe('chooseRelease', () => {
  it.each<[string, Candidate[]]>([
    ['has been idle too short', [candidate({ idleMs: PACE.idleHealthy - 1 })]],
    ['is under way', [moving, waiting]],
    [
      'has been degraded for a short time',
      [candidate({ phase: 'Degraded', idleMs: PACE.idleDegraded - 1 })],
    ],
    ['is one too many', [candidate(), moving, moving, moving, moving]],
    [
      'asks users who have enough to do',
      [candidate({ service: 'payment-service' }), waiting, waiting],
    ],
  ])('leaves alone what %s', (_, candidates) => {
    expect(choices(candidates)).toEqual(Array(200).fill(undefined));
  });

  it('is sometimes bad, and then in a way that the own analysis catches', () => {
    const qualities = choices([candidate()]).map(choice => choice?.quality);
    const bad = qualities.filter(quality => quality !== 'good');
    expect(bad.length).toBeGreaterThan(15);
    expect(bad.length).toBeLessThan(70);
    expect(new Set(bad)).toEqual(new Set(['errors']));
  });

  it('is never bad while something bad runs in the cluster', () => {
    const all = choices([candidate(), { ...moving, quality: 'errors' }]);
    expect(all).toHaveLength(200);
    expect(all.every(choice => choice?.quality === 'good')).toBe(true);
  });

  it('fixes what is degraded first', () => {
    const all = choices([
      candidate(),
      candidate({
        service: 'cloud-config',
        phase: 'Degraded',
        quality: 'crash',
        idleMs: PACE.idleDegraded,
      }),
    ]);
    expect(
      all.every(
        choice =>
          choice?.service === 'cloud-config' && choice.quality === 'good',
      ),
    ).toBe(true);
  });

  it('knows what catches a bad release', () => {
    expect(caughtQualities('order-service')).toEqual([]);
    expect(caughtQualities('favourite-service')).toEqual(['errors', 'slow']);
    expect(caughtQualities('product-service')).toEqual(['errors']);
  });
});

describe('DemoScenario', () => {
  let clock: ManualClock;
  let store: MemoryStore;
  let demo: DemoScenario;

  const read = (name: string) => {
    const type = store.typeOf('argoproj.io', 'rollouts')!;
    return store.get<RolloutObject & KubeObject>(type, 'ecommerce', name)!;
  };
  const image = (name: string) =>
    read(name).spec?.template?.spec?.containers?.[0].image;
  /** What the controller would write. */
  const setStatus = (name: string, status: object) => {
    const type = store.typeOf('argoproj.io', 'rollouts')!;
    const object = read(name);
    store.update(
      type,
      {
        ...object,
        status: {
          ...(object.status as object),
          observedGeneration: String(object.metadata.generation),
          ...status,
        },
      },
      { subresource: 'status' },
    );
  };

  beforeEach(() => {
    clock = new ManualClock();
    store = createClusterStore(clock);
    const namespaces = store.typeOf('', 'namespaces')!;
    store.create(namespaces, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'ecommerce' },
    });
    for (const values of RELEASE_VALUES) {
      for (const object of renderRelease(values, {
        namespace: 'ecommerce',
        profiles: 'prod',
        prometheusUrl: 'http://127.0.0.1:9',
      })) {
        store.create(store.typeOfKind(object.apiVersion, object.kind)!, object);
      }
      setStatus(values.service, { phase: 'Healthy' });
    }
    demo = new DemoScenario({
      clusters: [{ name: 'c', store }],
      clock,
      seed: 'seed',
    });
  });
  afterEach(() => demo.stop());

  const request = {
    cluster: 'c',
    namespace: 'ecommerce',
    service: 'order-service',
    quality: 'errors',
  } as const;

  it('changes the image and nothing else, and reports it', () => {
    const before = read('order-service');
    expect(demo.release(request)).toEqual({
      ...request,
      tag: '0.2.0-errors',
      by: 'user',
      at: '2026-01-01T00:00:00.000Z',
    });
    expect(image('order-service')).toBe(
      'selimhorri/order-service-ecommerce-boot:0.2.0-errors',
    );
    const after = structuredClone(read('order-service'));
    after.spec!.template!.spec!.containers![0].image =
      before.spec!.template!.spec!.containers![0].image;
    expect(after.spec).toEqual(before.spec);
    expect(demo.view().started).toHaveLength(1);
  });

  it('refuses what is not there and what is under way', () => {
    expect(() => demo.release({ ...request, cluster: 'x' })).toThrow(
      'no service',
    );
    expect(() => demo.release({ ...request, service: 'x' })).toThrow(
      'no service',
    );
    demo.release(request);
    // The controller has not even seen it: a second one would overwrite it.
    expect(() => demo.release(request)).toThrow(
      'promote it to its end or abort',
    );
    setStatus('order-service', { phase: 'Paused', pauseConditions: [] });
    expect(() => demo.release(request)).toThrow('Paused');
    setStatus('order-service', { phase: 'Degraded', abort: true });
    expect(demo.release({ ...request, quality: 'good' }).tag).toBe('0.3.0');
  });

  it('starts releases only of idle services, never of what a user has touched of late', () => {
    demo.start();
    for (let minute = 0; minute < 30; minute++) {
      clock.step(MINUTE);
      // A user works on this one all the time.
      setStatus('shipping-service', { currentStepIndex: minute });
      for (const { service } of RELEASE_VALUES) {
        setStatus(service, { phase: 'Healthy' });
      }
    }
    expect(image('shipping-service')).toMatch(/:0\.1\.0$/);
    const { started } = demo.view();
    expect(started.length).toBeGreaterThan(8);
    expect(started.every(one => one.by === 'demo')).toBe(true);
    const last = new Map<string, number>();
    for (const { service, at } of [...started].reverse()) {
      const now = Date.parse(at);
      expect(now - (last.get(service) ?? -Infinity)).toBeGreaterThan(
        PACE.idleHealthy,
      );
      last.set(service, now);
    }
  });

  it('starts nothing by itself before it is started, and nothing after its end', () => {
    clock.step(30 * MINUTE);
    demo.start();
    demo.stop();
    clock.step(30 * MINUTE);
    expect(demo.view().started).toEqual([]);
  });

  it('continues where it stopped', () => {
    demo.release(request);
    const kept = demo.snapshot();
    const next = new DemoScenario({
      clusters: [{ name: 'c', store }],
      clock,
      seed: 'seed',
      kept,
    });
    expect(next.snapshot()).toEqual(kept);
    // The user took the image back; the tag that was used is not used again.
    const type = store.typeOf('argoproj.io', 'rollouts')!;
    const object = structuredClone(read('order-service'));
    object.spec!.template!.spec!.containers![0].image = 'r/order-service:0.1.0';
    store.update(type, object);
    setStatus('order-service', { phase: 'Healthy' });
    expect(next.release({ ...request, quality: 'good' }).tag).toBe('0.3.0');
    next.stop();
  });
});

describe('rolloutState', () => {
  const object = (more: object): RolloutObject =>
    ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: {
        name: 'order-service',
        namespace: 'n',
        uid: 'u',
        resourceVersion: '1',
        generation: 2,
        creationTimestamp: '',
      },
      spec: {
        template: {
          spec: { containers: [{ name: 'order-service', image: 'r:0.1.0' }] },
        },
        ...('spec' in more ? (more.spec as object) : {}),
      },
      status: {
        phase: 'Healthy',
        observedGeneration: '2',
        ...('status' in more ? (more.status as object) : {}),
      },
    } as RolloutObject);

  it.each<[string, object, boolean]>([
    ['healthy', {}, true],
    ['degraded', { status: { phase: 'Degraded' } }, true],
    ['progressing', { status: { phase: 'Progressing' } }, false],
    ['paused by a user', { spec: { paused: true } }, false],
    [
      'not seen by the controller',
      { status: { observedGeneration: '1' } },
      false,
    ],
  ])('%s', (_, more, idle) => {
    expect(rolloutState(object(more))?.idle).toBe(idle);
  });

  const pauseConditions = [{ reason: 'CanaryPauseStep', startTime: '' }];
  const canary = { steps: [{ pause: {} }, { pause: { duration: '10s' } }] };
  it.each<[string, object, boolean]>([
    [
      'at a pause without an end',
      {
        spec: { strategy: { canary } },
        status: { phase: 'Paused', currentStepIndex: 0, pauseConditions },
      },
      true,
    ],
    [
      'at a pause that ends by itself',
      {
        spec: { strategy: { canary } },
        status: { phase: 'Paused', currentStepIndex: 1, pauseConditions },
      },
      false,
    ],
    [
      'after an analysis that says nothing',
      {
        spec: { strategy: { canary } },
        status: {
          phase: 'Paused',
          currentStepIndex: 1,
          pauseConditions: [
            { reason: 'InconclusiveAnalysisRun', startTime: '' },
          ],
        },
      },
      true,
    ],
    [
      'paused by a user',
      { spec: { paused: true }, status: { phase: 'Paused' } },
      true,
    ],
    ['progressing', { status: { phase: 'Progressing' } }, false],
  ])('waits for a user: %s', (_, more, waits) => {
    expect(rolloutState(object(more))?.waiting).toBe(waits);
  });
});
