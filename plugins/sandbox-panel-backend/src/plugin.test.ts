import { startHarness, DEMO, TOKEN } from './__testUtils__/harness';

type Harness = Awaited<ReturnType<typeof startHarness>>;

const REQUEST = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  service: 'order-service',
  quality: 'errors',
};
const DOWN = /The sandbox does not answer/;

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.sandbox.stop());

describe('looking', () => {
  it('reports the demo scenario with owners and what the user may do', async () => {
    const { status, body } = await harness.demo('olga');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      now: DEMO.now,
      speed: 1,
      outlooks: DEMO.outlooks,
      maySetSpeed: {
        allowed: false,
        reason: 'Only the platform group may change the speed.',
      },
    });
    expect(body.mark).toBeUndefined();
    expect(body.clusters[0].services).toEqual([
      expect.objectContaining({
        service: 'order-service',
        idleSeconds: 30,
        ownerRef: 'group:default/team-orders',
        mayRelease: { allowed: true },
      }),
      expect.objectContaining({
        service: 'product-service',
        mayRelease: {
          allowed: false,
          reason:
            'Only owners (team-catalog) and the platform group may start a release of product-service.',
        },
      }),
      expect.objectContaining({
        service: 'cloud-config',
        mayRelease: {
          allowed: false,
          reason:
            'Nobody may act on this rollout until one catalog entity owns it. 2 catalog entities have the annotation backstage.io/kubernetes-id: cloud-config. Candidates: component:default/config-a, component:default/config-b.',
        },
      }),
    ]);
  });

  it('lets the platform group do all that has an owner', async () => {
    const { body } = await harness.demo('paula');
    expect(body.maySetSpeed).toEqual({ allowed: true });
    expect(
      body.clusters[0].services.map(
        (one: { mayRelease: { allowed: boolean } }) => one.mayRelease.allowed,
      ),
    ).toEqual([true, true, false]);
  });

  it('shows the rest when the owners cannot be read', async () => {
    const blind = await startHarness({ unreachable: true });
    const { status, body } = await blind.demo('paula');
    await blind.sandbox.stop();
    expect(status).toBe(200);
    expect(body.clusters[0].services[0].mayRelease).toEqual({
      allowed: false,
      reason: expect.stringContaining('cannot be read now'),
    });
  });

  it('takes the permission', async () => {
    const { status, body } = await harness.demo('blind');
    expect(status).toBe(403);
    expect(body.error.message).toContain('sandbox.read');
    expect(harness.sandbox.asked).toEqual([]);
  });
});

describe('releasing', () => {
  it('is for the owner: sent, audited and recorded', async () => {
    const { status, body } = await harness.post('releases', 'olga', REQUEST);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...REQUEST, tag: '0.3.0-errors', by: 'user' });
    expect(harness.sandbox.asked.at(-1)).toEqual({
      method: 'POST',
      url: '/releases',
      authorization: `Bearer ${TOKEN}`,
      body: REQUEST,
    });
    expect(harness.asked.at(-1)).toEqual({
      permission: 'sandbox.release.create',
      resourceRef: 'component:default/order-service',
    });
    const target = {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      kind: 'Rollout',
      name: 'order-service',
    };
    expect(harness.audited).toEqual([
      expect.objectContaining({
        eventId: 'sandbox-release',
        outcome: 'succeeded',
        outcomeMeta: {
          actor: 'user:default/olga',
          target,
          channel: 'portal',
          before: { tag: '0.2.0', phase: 'Healthy' },
          after: { quality: 'errors', tag: '0.3.0-errors' },
        },
      }),
    ]);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({
        actor: 'user:default/olga',
        target: {
          ...target,
          uid: expect.any(String),
          entityRef: 'component:default/order-service',
        },
        summary: 'Release order-service in the sandbox (errors)',
        outcome: 'succeeded',
        before: { tag: '0.2.0', phase: 'Healthy' },
        after: { quality: 'errors', tag: '0.3.0-errors' },
      }),
    ]);
  });

  it.each<[string, string, object, number, RegExp]>([
    [
      'of another team’s service',
      'olga',
      { ...REQUEST, service: 'product-service' },
      403,
      /Only owners \(team-catalog\) and the platform group/,
    ],
    ['by a viewer', 'vera', REQUEST, 403, /Only owners \(team-orders\)/],
    [
      'of what nobody owns',
      'paula',
      { ...REQUEST, service: 'cloud-config' },
      403,
      /until one catalog entity owns it/,
    ],
    [
      'of what is not there',
      'paula',
      { ...REQUEST, namespace: 'elsewhere' },
      404,
      /no service gke-prod\/elsewhere\/order-service/,
    ],
  ])('is refused: %s', async (_, user, body, status, words) => {
    const answer = await harness.post('releases', user, body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(words);
    expect(harness.sandbox.asked).toEqual([]);
    expect(harness.activity.entries).toEqual([]);
    expect(harness.audited).toEqual([
      expect.objectContaining({
        eventId: 'sandbox-release',
        outcome: 'failed',
        meta: expect.objectContaining({ actor: `user:default/${user}` }),
        error: expect.stringMatching(words),
      }),
    ]);
  });

  it.each<[string, object, RegExp]>([
    [
      'quality',
      { ...REQUEST, quality: 'worse' },
      /quality.*one of good, errors/,
    ],
    ['service', { ...REQUEST, service: '' }, /service.*must not be empty/],
    ['cluster', { ...REQUEST, cluster: undefined }, /cluster.*must be there/],
    ['namespace', { ...REQUEST, namespace: 7 }, /namespace.*must be a text/],
    ['what is unknown', { ...REQUEST, tag: '1.0.0' }, /tag/],
  ])('names %s when it is wrong', async (_, body, words) => {
    const answer = await harness.post('releases', 'olga', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(words);
    expect(harness.sandbox.asked).toEqual([]);
  });

  it.each([
    [404, 'There is no service gke-prod/ecommerce/order-service.'],
    [409, 'order-service is Paused with 0.2.0: promote it or abort it first.'],
  ])('passes %i on with the words of the sandbox', async (status, message) => {
    harness.sandbox.answer('POST /releases', status, { error: { message } });
    const answer = await harness.post('releases', 'olga', REQUEST);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toBe(message);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({ outcome: 'failed', error: message }),
    ]);
    expect(harness.audited[0]).toMatchObject({
      outcome: 'failed',
      error: message,
    });
  });

  it('does not happen when it cannot be recorded', async () => {
    harness.activity.failWith(new Error('no record'));
    expect((await harness.post('releases', 'olga', REQUEST)).status).toBe(503);
    expect(harness.sandbox.asked.map(({ method }) => method)).toEqual(['GET']);
  });

  it('does not happen when the owners cannot be read', async () => {
    const blind = await startHarness({ unreachable: true });
    const { status, body } = await blind.post('releases', 'paula', REQUEST);
    await blind.sandbox.stop();
    expect(status).toBe(503);
    expect(body.error.message).toContain('owners');
    expect(blind.sandbox.asked).toEqual([]);
  });
});

describe('the speed', () => {
  it('is for the platform group', async () => {
    const { status, body } = await harness.post('speed', 'paula', { speed: 5 });
    expect(status).toBe(200);
    expect(body).toEqual({ now: DEMO.now, speed: 5 });
    expect(harness.audited).toEqual([
      expect.objectContaining({
        eventId: 'sandbox-speed',
        outcome: 'succeeded',
        outcomeMeta: {
          actor: 'user:default/paula',
          target: {
            cluster: 'portal',
            namespace: 'sandbox-panel',
            kind: 'Sandbox',
            name: 'sandbox',
          },
          channel: 'portal',
          before: { speed: 1 },
          after: { speed: 5 },
        },
      }),
    ]);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({
        type: 'sandbox-speed',
        summary: 'Change the speed of the sandbox from 1 to 5',
        outcome: 'succeeded',
      }),
    ]);
    const refused = await harness.post('speed', 'olga', { speed: 5 });
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('platform group');
    expect(harness.audited[1]).toMatchObject({ outcome: 'failed' });
  });

  it.each([
    [{ speed: 0 }, /speed.*at least 0\.1/],
    [{ speed: 11 }, /speed.*at most 10/],
    [{ speed: 'fast' }, /speed.*must be a number/],
    [{}, /speed.*must be there/],
  ])('refuses %j', async (body, words) => {
    const answer = await harness.post('speed', 'paula', body);
    expect(answer.status).toBe(400);
    expect(answer.body.error.message).toMatch(words);
    expect(harness.sandbox.asked).toEqual([]);
  });
});

describe('when the sandbox', () => {
  const ask = [
    () => harness.demo('paula'),
    () => harness.post('releases', 'paula', REQUEST),
    () => harness.post('speed', 'paula', { speed: 2 }),
  ];

  it('does not answer, all routes say so', async () => {
    await harness.sandbox.stop();
    for (const one of ask) {
      const { status, body } = await one();
      expect([status, body.error.message]).toEqual([
        503,
        expect.stringMatching(DOWN),
      ]);
    }
  });

  it.each<[string, number, unknown, RegExp]>([
    [
      'knows another token',
      401,
      { error: { message: 'The token is wrong.' } },
      /refused the portal \(401\)/,
    ],
    [
      'breaks',
      500,
      { error: { message: 'oops' } },
      /refused the portal \(500\)/,
    ],
    ['is something else', 200, { hello: 'world' }, /cannot be read: now/],
    ['speaks no JSON', 200, '<html>', DOWN],
  ])('%s, it is unavailable', async (_, status, body, words) => {
    harness.sandbox.answer('GET /demo', status, body);
    const answer = await harness.demo('olga');
    expect(answer.status).toBe(503);
    expect(answer.body.error.message).toMatch(words);
  });

  it('takes a release and does not confirm it, the outcome is not known', async () => {
    harness.sandbox.answer('POST /releases', 200, '<html>');
    const { status, body } = await harness.post('releases', 'paula', REQUEST);
    expect([status, body.error.name]).toEqual([504, 'OutcomeUnknownError']);
    expect(body.error.message).toMatch(/^It is not known whether/);
    expect(harness.activity.entries).toEqual([
      expect.objectContaining({ outcome: 'unknown' }),
    ]);
  });

  it('answers or not, nobody sees its token or its address', async () => {
    const answers = [];
    for (const one of ask) answers.push(await one());
    await harness.sandbox.stop();
    for (const one of ask) answers.push(await one());
    const sent = JSON.stringify([
      answers.map(({ text, headers }) => [text, headers]),
      harness.audited,
      harness.activity.entries,
    ]);
    expect(answers).toHaveLength(6);
    expect(sent).not.toContain(TOKEN);
    expect(sent).not.toContain(harness.sandbox.url);
  });
});

it('is for users only', async () => {
  const { base } = harness;
  expect((await harness.asNobody().get(`${base}/demo`)).status).toBe(401);
  const service = harness.asService('sandbox-panel');
  expect((await service.post(`${base}/releases`, REQUEST)).status).toBe(403);
  expect(harness.sandbox.asked).toEqual([]);
});

it('is not there where the portal looks at no sandbox', async () => {
  const other = await startHarness({ configured: false });
  expect((await other.demo('paula')).status).toBe(404);
  expect((await other.post('releases', 'paula', REQUEST)).status).toBe(404);
  expect((await other.post('speed', 'paula', { speed: 2 })).status).toBe(404);
  expect(other.sandbox.asked).toEqual([]);
  await other.sandbox.stop();
});
