import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  BreakGlassService,
  breakGlassServiceRef,
} from '@slipway/plugin-break-glass-node';
import { component, startPluginHarness } from '@slipway/test-utils';
import breakGlassPlugin from './index';

const BODY = {
  entityRef: 'component:default/order-service',
  reason: 'Errors of 40 %, nobody answers',
  minutes: 30,
};

/** The whole plugin over SQLite, reached as browsers and other plugins reach it. */
async function setUp() {
  let service: BreakGlassService | undefined;
  const harness = await startPluginHarness(breakGlassPlugin, {
    entities: [
      component('order-service', 'team-orders'),
      component('cart', 'team-orders'),
    ],
    features: [
      createBackendPlugin({
        pluginId: 'rollouts',
        register(env) {
          env.registerInit({
            deps: { breakGlass: breakGlassServiceRef, l: coreServices.logger },
            async init({ breakGlass }) {
              service = breakGlass;
            },
          });
        },
      }),
    ],
  });
  if (!service) throw new Error('the service was not made');
  const base = '/api/break-glass/v1/grants';
  return {
    ...harness,
    service,
    base,
    open: (user: string, body: object = BODY) =>
      harness.as(user).post(base, body),
    list: (user: string, query = '') => harness.as(user).get(`${base}${query}`),
    end: (user: string, id: string) => harness.as(user).delete(`${base}/${id}`),
  };
}

describe('break-glass', () => {
  it('opens for one entity, notifies the owner, writes it down, and everybody sees it', async () => {
    const test = await setUp();
    const { status, body: grant } = await test.open('nora');
    expect(status).toBe(201);
    expect(grant).toMatchObject({
      userEntityRef: 'user:default/nora',
      entityRef: 'component:default/order-service',
      reason: BODY.reason,
    });
    expect(Date.parse(grant.until) - Date.parse(grant.openedAt)).toBe(
      30 * 60_000,
    );
    expect((await test.list('vera')).body).toEqual({ items: [grant] });
    expect(
      (await test.list('vera', '?entityRef=component:default/cart')).body,
    ).toEqual({ items: [] });
    expect(
      await test.service.openGrants({ userEntityRef: 'user:default/nora' }),
    ).toEqual([grant]);
    expect(
      await test.service.openGrants({ userEntityRef: 'user:default/vera' }),
    ).toEqual([]);
    expect(test.activity.entries).toEqual([
      expect.objectContaining({
        type: 'break-glass-opened',
        actor: 'user:default/nora',
        outcome: 'succeeded',
        severity: 'warning',
        target: {
          cluster: 'catalog',
          namespace: 'default',
          kind: 'component',
          name: 'order-service',
          entityRef: 'component:default/order-service',
        },
        summary: expect.stringContaining(BODY.reason),
      }),
    ]);
    expect(test.notified).toEqual([
      {
        recipients: {
          type: 'entity',
          entityRef: 'component:default/order-service',
        },
        payload: expect.objectContaining({
          title: expect.stringMatching(
            /^nora has break-glass access to order-service until \d\d:\d\d UTC$/,
          ),
          description: BODY.reason,
          severity: 'high',
        }),
      },
    ]);
    expect(test.audited[0]).toMatchObject({
      eventId: 'break-glass-open',
      severityLevel: 'critical',
      outcome: 'succeeded',
    });
  });

  it.each<[string, string, object, number, RegExp]>([
    [
      'who is not on call',
      'vera',
      BODY,
      403,
      /Only members of group:default\/on-call/,
    ],
    ['the platform group', 'paula', BODY, 403, /Only members of/],
    [
      'who owns it',
      'nils',
      BODY,
      403,
      /You already own component:default\/order-service/,
    ],
    [
      'an entity that is not there',
      'nora',
      { ...BODY, entityRef: 'component:default/x' },
      404,
      /There is no entity/,
    ],
    [
      'a short reason',
      'nora',
      { ...BODY, reason: 'fire' },
      400,
      /^reason must have at least 10/,
    ],
    [
      'more than the longest time',
      'nora',
      { ...BODY, minutes: 241 },
      400,
      /^minutes must be at most 240/,
    ],
    [
      'a grant for everything',
      'nora',
      { ...BODY, entityRef: undefined },
      400,
      /entityRef/,
    ],
  ])(
    'refuses %s, and the audit log has it',
    async (_, who, body, code, message) => {
      const test = await setUp();
      const answer = await test.open(who, body);
      expect(answer.status).toBe(code);
      expect(answer.body.error.message).toMatch(message);
      expect(test.audited).toEqual([
        expect.objectContaining({
          eventId: 'break-glass-open',
          severityLevel: 'critical',
          outcome: 'failed',
          error: expect.stringMatching(message),
        }),
      ]);
      expect(test.activity.entries).toEqual([]);
      expect(test.notified).toEqual([]);
      expect((await test.list('vera')).body).toEqual({ items: [] });
    },
  );

  it('refuses a second one and names the first', async () => {
    const test = await setUp();
    const { body: first } = await test.open('nora');
    const second = await test.open('nora');
    expect(second.status).toBe(409);
    expect(second.body.error.message).toContain(first.id);
    const elsewhere = { ...BODY, entityRef: 'component:default/cart' };
    expect((await test.open('nora', elsewhere)).status).toBe(201);
  });

  it('is ended by its holder or the platform group, and by nobody else', async () => {
    const test = await setUp();
    const { body: first } = await test.open('nora');
    const refused = await test.end('olga', first.id);
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toMatch(
      /Only user:default\/nora and the platform group/,
    );
    const ended = await test.end('nora', first.id);
    expect(ended.status).toBe(200);
    expect(ended.body).toMatchObject({ endedBy: 'user:default/nora' });
    expect((await test.list('vera')).body).toEqual({ items: [] });
    expect(
      await test.service.openGrants({ userEntityRef: 'user:default/nora' }),
    ).toEqual([]);
    expect((await test.end('nora', first.id)).status).toBe(404);

    const { body: next } = await test.open('nora');
    expect((await test.end('paula', next.id)).status).toBe(200);
    expect(
      test.activity.entries.map(({ type, actor }) => [type, actor]),
    ).toEqual([
      ['break-glass-opened', 'user:default/nora'],
      ['break-glass-ended', 'user:default/nora'],
      ['break-glass-opened', 'user:default/nora'],
      ['break-glass-ended', 'user:default/paula'],
    ]);
    expect(test.activity.entries[3].summary).toBe(
      'End break-glass of nora for order-service',
    );
    expect(test.notified).toHaveLength(4);
    const ends = test.audited.filter(
      ({ eventId }) => eventId === 'break-glass-end',
    );
    expect(ends.map(({ severityLevel }) => severityLevel)).toEqual(
      Array(4).fill('high'),
    );
  });

  it('is not given while it cannot be recorded; ending continues', async () => {
    const test = await setUp();
    const { body: grant } = await test.open('nora');
    test.activity.failWith(new Error("insert into 'entries' hunter2"));
    const elsewhere = { ...BODY, entityRef: 'component:default/cart' };
    const refused = await test.open('nora', elsewhere);
    expect(refused.status).toBe(503);
    expect(refused.body.error.message).toBe(
      'Nothing was done: the activity record cannot be kept right now, and no action continues without it.',
    );
    expect(refused.text).not.toContain('hunter2');
    expect((await test.list('vera')).body).toEqual({ items: [grant] });
    expect((await test.end('nora', grant.id)).status).toBe(200);
    expect((await test.list('vera')).body).toEqual({ items: [] });
  });

  it('is not given while the audit log cannot be written; ending continues', async () => {
    const test = await setUp();
    const { body: grant } = await test.open('nora');
    test.failAuditLog();
    const refused = await test.open('nora', {
      ...BODY,
      entityRef: 'component:default/cart',
    });
    expect(refused.status).toBe(503);
    expect(refused.body.error.message).toContain('the audit log cannot be');
    expect((await test.end('nora', grant.id)).status).toBe(200);
    expect((await test.open('nora', BODY)).status).toBe(503);
  });

  it('is given when the owner cannot be notified', async () => {
    const test = await setUp();
    test.failNotifications();
    expect((await test.open('nora')).status).toBe(201);
  });

  it('users do not ask as plugins, services do not open, tokens do not ask', async () => {
    const { asNobody, asService, base, list } = await setUp();
    expect(
      (await list('nora', '/of?userEntityRef=user:default/nora')).status,
    ).toBe(403);
    const service = asService('break-glass', 'plugin:rollouts');
    expect((await service.post(base, BODY)).status).toBe(403);
    expect((await service.get(`${base}/of`)).status).toBe(400);
    const token = asService('break-glass', 'external:ci');
    expect(
      (await token.get(`${base}/of?userEntityRef=user:default/nora`)).status,
    ).toBe(403);
    expect((await asNobody().get(base)).status).toBe(401);
  });

  it('shows on every page that is open: it opens, it ends', async () => {
    const test = await setUp();
    const page = await test.live.open(
      'break-glass:entity',
      { entityRef: BODY.entityRef },
      { credentials: mockCredentials.user('user:default/vera') },
    );
    await page.waitFor(({ ready }) => ready);
    expect(page.items.size).toBe(0);
    const { body: grant } = await test.open('nora');
    await page.waitFor(({ items }) => items.has(grant.id));
    expect(page.items.get(grant.id)).toEqual(grant);
    await test.end('paula', grant.id);
    await page.waitFor(({ items }) => items.size === 0);
    page.close();
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['an entity that is none', { entityRef: 'x' }, 'vera', 'InputError'],
    [
      'more than it knows',
      { entityRef: BODY.entityRef, x: '' },
      'vera',
      'InputError',
    ],
    [
      'who may not read',
      { entityRef: BODY.entityRef },
      'blind',
      'NotAllowedError',
    ],
  ])('the live topic refuses %s', async (_, params, who, name) => {
    const { live } = await setUp();
    await expect(
      live.open('break-glass:entity', params, {
        credentials: mockCredentials.user(`user:default/${who}`),
      }),
    ).rejects.toMatchObject({ name });
  });
});
