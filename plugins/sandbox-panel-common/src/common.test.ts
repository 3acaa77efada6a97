import { startObstacle } from './actions';
import { releaseRequestSchema, sandboxDemoSchema, speedSchema } from './schema';

const REQUEST = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  service: 'order-service',
  quality: 'errors',
};

/** `field: rule` of everything that is wrong. */
const issues = (
  schema: typeof releaseRequestSchema | typeof speedSchema,
  value: unknown,
) =>
  schema
    .safeParse(value)
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);

it('takes a request as it is', () => {
  expect(releaseRequestSchema.parse(REQUEST)).toEqual(REQUEST);
});

it.each<[string, unknown, RegExp]>([
  [
    'an unknown quality',
    { ...REQUEST, quality: 'worse' },
    /^quality: must be one of good, errors, slow, crash$/,
  ],
  [
    'no service',
    { ...REQUEST, service: undefined },
    /^service: must be there$/,
  ],
  [
    'an empty cluster',
    { ...REQUEST, cluster: '' },
    /^cluster: must not be empty/,
  ],
  ['a number', { ...REQUEST, namespace: 1 }, /^namespace: must be a text$/],
  ['a field too many', { ...REQUEST, tag: '1' }, /Unrecognized key.*tag/],
])('refuses a request with %s', (_, body, expected) => {
  expect(issues(releaseRequestSchema, body)).toEqual([
    expect.stringMatching(expected),
  ]);
});

it.each<[unknown, string | undefined]>([
  [{ speed: 0.1 }, undefined],
  [{ speed: 10 }, undefined],
  [{ speed: 0.09 }, 'speed: must be at least 0.1'],
  [{ speed: 11 }, 'speed: must be at most 10'],
  [{ speed: '2' }, 'speed: must be a number'],
  [{}, 'speed: must be there'],
])('speed %j: %s', (body, expected) => {
  expect(issues(speedSchema, body)?.join()).toBe(expected);
});

it('drops what of the demo scenario nobody asked for', () => {
  const demo = {
    now: '2026-01-01T00:00:00.000Z',
    speed: 1,
    running: true,
    started: [],
    outlooks: {},
    clusters: [{ name: 'c', services: [], secret: 'x' }],
  };
  expect(JSON.stringify(sandboxDemoSchema.parse(demo))).not.toContain('x"');
});

it.each<[string, boolean, string | undefined]>([
  ['idle', true, undefined],
  [
    'under way',
    false,
    'order-service is Paused with 0.2.0: promote it to its end or abort it first.',
  ],
])('obstacle of what is %s', (_, idle, expected) => {
  const service = {
    idle,
    service: 'order-service',
    phase: 'Paused',
    tag: '0.2.0',
  };
  expect(startObstacle(service)).toBe(expected);
});
