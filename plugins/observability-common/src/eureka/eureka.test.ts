import { compareRegistrations, disagreements, isOverdue } from './compare';
import { healthBase, readHealth } from './health';
import { parseEurekaApps } from './parse';
import { EurekaInstance, RegistrablePod, RegistrationState } from './types';

const raw = {
  instanceId: 'order-1:order-service:8300',
  hostName: 'order-1',
  app: 'ORDER-SERVICE',
  ipAddr: '10.0.0.1',
  status: 'UP',
  port: { $: 8300, '@enabled': 'true' },
  securePort: { $: 443, '@enabled': 'false' },
  leaseInfo: {
    durationInSecs: 90,
    registrationTimestamp: 1_000,
    lastRenewalTimestamp: '121000',
  },
};
const read = {
  app: 'order-service',
  instanceId: 'order-1:order-service:8300',
  hostName: 'order-1',
  ip: '10.0.0.1',
  status: 'UP',
  port: 8300,
  registeredAt: 1_000,
  renewedUntil: 121_000,
  leaseSeconds: 90,
};

describe('the registry', () => {
  const parse = (applications: unknown) =>
    parseEurekaApps(JSON.stringify({ applications }));

  it.each<[string, unknown]>([
    ['lists', { application: [{ name: 'ORDER-SERVICE', instance: [raw] }] }],
    ['objects for lists of one', { application: { name: 'x', instance: raw } }],
  ])('is read from %s', (_, applications) => {
    expect(parse(applications)).toEqual([read]);
  });

  it.each<[string, unknown]>([
    ['no applications', {}],
    ['nothing for a list', { application: null }],
    ['an application without instances', { application: { name: 'A' } }],
    ['an instance without a name', { application: { instance: {} } }],
  ])('is empty for %s', (_, applications) => {
    expect(parse(applications)).toEqual([]);
  });

  it('takes the secure port where the plain one is off, and the name of the application', () => {
    const [instance] = parse({
      application: {
        name: 'PAY',
        instance: {
          hostName: 'h',
          port: { $: 80, '@enabled': 'false' },
          securePort: { $: '8443', '@enabled': true },
        },
      },
    });
    expect(instance).toEqual({
      app: 'pay',
      instanceId: 'h:pay:8443',
      hostName: 'h',
      port: 8443,
      status: 'UNKNOWN',
    });
  });

  it.each<[string, string, string]>([
    ['XML', '<applications><x/></applications>', 'XML'],
    ['XML with a head', '<?xml version="1.0"?><applications/>', 'XML'],
    ['a page', '<html>', 'page'],
    ['no JSON', 'busy', 'JSON'],
    ['something else', '{"status":"UP"}', 'no applications'],
  ])('refuses %s', (_, text, words) => {
    expect(() => parseEurekaApps(text)).toThrow(words);
  });
});

const NOW = 1_000_000;
const pod = (more: Partial<RegistrablePod> = {}): RegistrablePod => ({
  name: 'order-1',
  ip: '10.0.0.1',
  ready: true,
  since: NOW - 600_000,
  ...more,
});
const instance = (more: Partial<EurekaInstance> = {}): EurekaInstance => ({
  ...read,
  renewedUntil: NOW + 80_000,
  registeredAt: NOW - 590_000,
  ...more,
});

describe('registrations beside pods', () => {
  const long = (state: RegistrationState, name = 'order-1') =>
    new Map([[`${state} ${name}`, NOW - 120_000]]);
  const id = read.instanceId;

  it.each<
    [
      string,
      EurekaInstance[],
      RegistrablePod[],
      ReadonlyMap<string, number>,
      RegistrationState[],
      string,
    ]
  >([
    ['both', [instance()], [pod()], new Map(), ['in-step'], 'in-step'],
    ['neither', [], [], new Map(), [], 'no-pods'],
    [
      'a pod that has just become ready',
      [],
      [pod({ since: NOW - 10_000 })],
      long('not-registered'),
      ['starting'],
      'starting',
    ],
    [
      'a pod that is not registered in the first answer',
      [],
      [pod()],
      new Map(),
      ['not-registered'],
      'absent',
    ],
    [
      'a pod that is not registered',
      [],
      [pod()],
      long('not-registered'),
      ['not-registered'],
      'absent',
    ],
    [
      'one of two',
      [instance()],
      [pod(), pod({ name: 'order-2', ip: '10.0.0.2' })],
      long('not-registered', 'order-2'),
      ['not-registered', 'in-step'],
      'drift',
    ],
    [
      'a pod that has just gone',
      [instance()],
      [],
      new Map(),
      ['leaving'],
      'starting',
    ],
    [
      'a pod that is gone',
      [instance({ renewedUntil: NOW + 50_000 })],
      [],
      new Map(),
      ['pod-gone'],
      'drift',
    ],
    [
      'a pod that was there a moment ago',
      [instance({ renewedUntil: NOW + 50_000 })],
      [],
      new Map([[`pod-gone ${id}`, NOW - 5_000]]),
      ['leaving'],
      'starting',
    ],
    [
      'an instance that is down',
      [instance({ status: 'DOWN' })],
      [pod()],
      long('not-up'),
      ['not-up'],
      'drift',
    ],
    [
      'a pod that is not ready and registered',
      [instance()],
      [pod({ ready: false })],
      long('pod-not-ready'),
      ['pod-not-ready'],
      'drift',
    ],
    [
      'a pod that starts',
      [],
      [pod({ ready: false })],
      new Map(),
      ['starting'],
      'starting',
    ],
    [
      'a pod that starts and has registered as STARTING',
      [instance({ status: 'STARTING' })],
      [pod({ ready: false })],
      new Map(),
      ['starting'],
      'starting',
    ],
    [
      'an address that a new pod has',
      [
        instance({
          instanceId: 'old',
          registeredAt: 1,
          renewedUntil: NOW + 50_000,
        }),
        instance({ instanceId: 'new' }),
      ],
      [pod()],
      long('pod-gone', 'old'),
      ['pod-gone', 'in-step'],
      'drift',
    ],
    [
      'names where there is no address',
      [instance({ ip: undefined })],
      [pod()],
      new Map(),
      ['in-step'],
      'in-step',
    ],
  ])('%s', (_, instances, pods, seen, states, verdict) => {
    const found = compareRegistrations(instances, pods, { now: NOW, seen });
    expect(found.registrations.map(({ state }) => state)).toEqual(states);
    expect(found.verdict).toBe(verdict);
    expect(found.selfPreservation).toBeUndefined();
  });

  it('says since when', () => {
    const {
      registrations: [drift],
    } = compareRegistrations([instance({ renewedUntil: NOW + 50_000 })], [], {
      now: NOW,
      seen: new Map(),
    });
    expect(drift.since).toBe(new Date(NOW - 40_000).toISOString());
  });

  it('names what does not agree, for the next time', () => {
    expect([
      ...disagreements(
        [instance()],
        [pod({ name: 'order-2', ip: '10.0.0.2' })],
      ),
    ]).toEqual(['not-registered order-2', `pod-gone ${id}`]);
    expect(disagreements([instance()], [pod()]).size).toBe(0);
  });

  it('takes a registration that was never renewed for as old as it is', () => {
    const gone = instance({
      registeredAt: NOW - 5_000,
      renewedUntil: NOW - 5_000,
    });
    const { registrations } = compareRegistrations([gone], [], {
      now: NOW,
      seen: new Map(),
    });
    expect(registrations[0]).toMatchObject({
      state: 'leaving',
      since: new Date(NOW - 5_000).toISOString(),
    });
  });

  it('infers self-preservation from leases that should be gone', () => {
    // The lease ends one duration after what the server writes; then come an eviction and the caches.
    const expired = instance({ renewedUntil: NOW - 90_000 - 270_001 });
    const late = instance({ renewedUntil: NOW - 90_000 - 269_000 });
    expect(isOverdue(expired, NOW)).toBe(true);
    expect(isOverdue(late, NOW)).toBe(false);
    expect(isOverdue(instance({ renewedUntil: undefined }), NOW)).toBe(false);
    expect(
      compareRegistrations([expired], [], { now: NOW, seen: new Map() })
        .selfPreservation,
    ).toEqual({ expired: 1 });
  });
});

describe('health groups', () => {
  it.each<[number, string, object]>([
    [200, '{"status":"UP"}', { status: 'UP' }],
    [503, '{"status":"DOWN"}', { status: 'DOWN' }],
    [
      503,
      '{"status":"DOWN","components":{"db":{"status":"DOWN","details":{"error":"secret"}},"ping":{"status":"UP"}}}',
      { status: 'DOWN', failing: ['db'] },
    ],
    [404, '', { reason: expect.stringContaining('no such health group') }],
    [401, '{}', { reason: expect.stringContaining('does not let') }],
    [500, '<html>', { reason: expect.stringContaining('500') }],
    [200, '{"status":"<b>"}', { reason: expect.stringContaining('200') }],
  ])('%d %s', (status, text, expected) => {
    expect(readHealth('readiness', { status, text })).toEqual({
      group: 'readiness',
      ...expected,
    });
  });

  it.each<[string | undefined, string | undefined]>([
    ['/order-service/actuator/health', '/order-service/actuator/health'],
    ['/actuator/health/readiness', '/actuator/health'],
    ['/healthz', undefined],
    ['/a/../../health/x', undefined],
    [undefined, undefined],
  ])('%s leads to %s', (path, base) => {
    expect(healthBase(path)).toBe(base);
  });
});
