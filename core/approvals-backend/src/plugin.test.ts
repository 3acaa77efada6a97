import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { Approval, Asked } from '@slipway/plugin-approvals-common';
import {
  ApprovalsService,
  approvalsServiceRef,
} from '@slipway/plugin-approvals-node';
import { component, startPluginHarness } from '@slipway/test-utils';
import approvalsPlugin from './index';

const OLGA = 'user:default/olga';
const ASKED: Asked = {
  plugin: 'chaos',
  action: 'launch',
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
  args: { mode: 'one' },
  words: 'Kills one pod of orders.',
};
const BASE = '/api/approvals/v1';

const user = (name: string, ...groups: string[]): Entity => ({
  apiVersion: 'backstage.io/v1beta1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  relations: groups.map(group => ({
    type: 'memberOf',
    targetRef: `group:default/${group}`,
  })),
});

/** The whole plugin over SQLite, reached as browsers and other plugins reach it. */
async function setUp() {
  const services = new Map<string, ApprovalsService>();
  const asking = (pluginId: string) =>
    createBackendPlugin({
      pluginId,
      register(env) {
        env.registerInit({
          deps: { approvals: approvalsServiceRef, l: coreServices.logger },
          async init({ approvals }) {
            services.set(pluginId, approvals);
          },
        });
      },
    });
  const entities = [
    component('orders', 'team-orders'),
    user('olga', 'team-orders'),
    user('omar', 'team-orders'),
    user('paula', 'platform'),
  ];
  const scheduler = mockServices.scheduler.mock();
  const harness = await startPluginHarness(approvalsPlugin, {
    entities,
    users: {
      olga: ['team-orders'],
      omar: ['team-orders'],
      paula: ['platform'],
      carla: ['team-catalog'],
      nora: ['on-call'],
      vera: [],
      blind: [],
    },
    // Whoever is on call has broken the glass for everything.
    holdsGrant: who => who === 'user:default/nora',
    features: [asking('chaos'), asking('loadtest'), scheduler.factory],
  });
  const service = (pluginId: string) => {
    const found = services.get(pluginId);
    if (!found) throw new Error(`no service of ${pluginId}`);
    return found;
  };
  const chaos = service('chaos');
  const answer = (
    who: string,
    { id, digest, state }: Pick<Approval, 'id' | 'digest' | 'state'>,
    action: string,
    args?: object,
    seen: object = { digest, state },
  ) =>
    harness.as(who).post(`${BASE}/approvals/${id}/actions/${action}`, {
      seen,
      ...(args ? { args } : {}),
    });
  return {
    ...harness,
    entities,
    scheduled: () => scheduler.scheduleTask.mock.calls.map(([task]) => task),
    chaos,
    loadtest: service('loadtest'),
    ask: (changes: Partial<Asked> = {}) =>
      chaos.ask({
        asked: { ...ASKED, ...changes },
        needed: 'This is production.',
        requester: OLGA,
        reason: 'Game day',
        path: '/resilience',
      }),
    answer,
    allowed: async (who = 'omar') => {
      const approval = await chaos.ask({
        asked: ASKED,
        needed: 'This is production.',
        requester: OLGA,
        reason: 'Game day',
      });
      const { status } = await answer(who, approval, 'allow');
      if (status !== 200) throw new Error(`not allowed: ${status}`);
      return approval.id;
    },
    use: (id: string, changes: Partial<Asked> = {}, requester = OLGA) =>
      chaos.use(id, {
        asked: { ...ASKED, ...changes },
        requester,
        activityId: 'entry',
      }),
  };
}

const titles = ({ notified }: Awaited<ReturnType<typeof setUp>>) =>
  notified.map(({ recipients, payload }) => [
    'entityRef' in recipients ? recipients.entityRef : recipients.type,
    payload.title,
  ]);

describe('an approval', () => {
  it('is asked for, allowed by an owner, used once, and everything is recorded', async () => {
    const test = await setUp();
    const approval = await test.ask();
    expect(approval).toMatchObject({
      asked: ASKED,
      state: 'waiting',
      requester: OLGA,
      approvers: ['group:default/team-orders', 'group:default/platform'],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(test.notified).toMatchObject([
      {
        recipients: {
          entityRef: ['group:default/team-orders'],
          excludeEntityRef: OLGA,
        },
        payload: {
          title: 'olga asks for approval: Kills one pod of orders.',
          description: 'Game day',
          link: `/approvals/${approval.id}`,
        },
      },
    ]);
    // Again the same is the same.
    expect((await test.ask()).id).toBe(approval.id);
    expect(test.notified).toHaveLength(1);

    const { status, body } = await test.answer('omar', approval, 'allow', {
      reason: 'Fine by me',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      action: 'allow',
      approval: {
        state: 'allowed',
        answer: { by: 'user:default/omar', reason: 'Fine by me' },
      },
    });
    expect(test.activity.entries).toMatchObject([
      {
        type: 'approval-allowed',
        actor: 'user:default/omar',
        summary: 'Allow olga: Kills one pod of orders.',
        outcome: 'succeeded',
        target: {
          kind: 'Approval',
          name: approval.id,
          entityRef: 'component:default/orders',
        },
        before: { digest: approval.digest, state: 'waiting' },
      },
    ]);
    expect(test.audited).toMatchObject([
      { eventId: 'allow', severityLevel: 'high', outcome: 'succeeded' },
    ]);

    expect(await test.use(approval.id)).toMatchObject({
      state: 'used',
      use: { activityId: 'entry' },
    });
    await test.chaos.finish(approval.id, { outcome: 'succeeded' });
    const read = await test.as('vera').get(`${BASE}/approvals/${approval.id}`);
    expect(read.body).toMatchObject({
      state: 'used',
      use: { outcome: 'succeeded' },
    });
    await expect(test.use(approval.id)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(/used once/),
    });
    expect(titles(test)[1]).toEqual([
      [OLGA],
      expect.stringMatching(/^omar allowed, until \d\d:\d\d UTC: Kills one/),
    ]);
  });

  it.each([
    ['olga', 'the requester', /somebody else must answer/],
    ['carla', 'another team', /Only owners \(team-orders\)/],
    ['nora', 'who holds a grant of break-glass', /Only owners/],
    ['vera', 'a viewer', /Only owners/],
  ])('is not answered by %s, %s', async (who, _, message) => {
    const test = await setUp();
    const approval = await test.ask();
    for (const [action, args] of [
      ['allow', undefined],
      ['refuse', { reason: 'Not now' }],
    ] as const) {
      const { status, body } = await test.answer(who, approval, action, args);
      expect(status).toBe(403);
      expect(body.error.message).toMatch(message);
    }
    const { body } = await test
      .as(who)
      .get(`${BASE}/approvals/${approval.id}/access`);
    expect(body.actions.allow).toMatchObject({
      allowed: false,
      reason: expect.stringMatching(message),
    });
    expect((await test.chaos.get(approval.id)).state).toBe('waiting');
    expect(test.audited.every(({ outcome }) => outcome === 'failed')).toBe(
      true,
    );
  });

  it('is answered by the platform group, with a reason for a refusal, and once', async () => {
    const test = await setUp();
    const approval = await test.ask();
    expect((await test.answer('paula', approval, 'refuse')).status).toBe(400);
    const reason = 'Not during the sale';
    const refused = await test.answer('paula', approval, 'refuse', { reason });
    expect(refused.status).toBe(200);
    const late = await test.answer('omar', approval, 'allow');
    expect(late.status).toBe(409);
    expect(late.body.error.message).toBe('It was refused by paula.');
    await expect(test.use(approval.id)).rejects.toThrow('refused by paula');
    expect(titles(test)[1]).toEqual([
      [OLGA],
      'paula refused: Kills one pod of orders.',
    ]);
    // A new request has its own page.
    expect((await test.ask()).id).not.toBe(approval.id);
  });

  it('takes the answer of one of two users at once', async () => {
    const test = await setUp();
    const approval = await test.ask();
    const answers = await Promise.all([
      test.answer('omar', approval, 'allow'),
      test.answer('paula', approval, 'refuse', { reason: 'Not now' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('is answered as it was seen', async () => {
    const test = await setUp();
    const approval = await test.ask();
    const { status, body } = await test.answer(
      'omar',
      approval,
      'allow',
      undefined,
      { digest: 'another', state: 'waiting' },
    );
    expect(status).toBe(409);
    expect(body.error.message).toMatch(/changed since you looked/);
  });

  it('is withdrawn by the requester alone, also after it was allowed', async () => {
    const test = await setUp();
    const id = await test.allowed();
    const approval = await test.chaos.get(id);
    expect((await test.answer('omar', approval, 'withdraw')).status).toBe(403);
    expect((await test.answer('olga', approval, 'withdraw')).status).toBe(200);
    await expect(test.use(id)).rejects.toThrow('olga withdrew it.');
  });
});

describe('using an approval', () => {
  it.each<[string, Partial<Asked>]>([
    ['other arguments', { args: { mode: 'all' } }],
    ['another place', { namespace: 'shop-eu' }],
    ['other words', { words: 'Kills all pods.' }],
    ['another state', { state: { hash: 'x' } }],
  ])('is refused for %s', async (_, changes) => {
    const test = await setUp();
    const id = await test.allowed();
    await expect(test.use(id, changes)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringMatching(/^This is not what was asked for/),
    });
    expect((await test.use(id)).state).toBe('used');
  });

  it('is refused to somebody else, and to another plugin', async () => {
    const test = await setUp();
    const id = await test.allowed();
    await expect(test.use(id, {}, 'user:default/omar')).rejects.toThrow(
      'for olga alone',
    );
    await expect(
      test.loadtest.use(id, {
        asked: { ...ASKED, plugin: 'loadtest' },
        requester: OLGA,
      }),
    ).rejects.toThrow('not what was asked for');
    await expect(
      test.loadtest.use(id, { asked: ASKED, requester: OLGA }),
    ).rejects.toThrow('loadtest may not ask for');
    await expect(
      test.loadtest.finish(id, { outcome: 'succeeded' }),
    ).rejects.toThrow('loadtest may not');
  });

  it('is done by one of many at once', async () => {
    const test = await setUp();
    const id = await test.allowed();
    const uses = await Promise.allSettled(
      Array.from({ length: 5 }, () => test.use(id)),
    );
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each<[string, (entities: Entity[]) => void, RegExp]>([
    [
      'who left the team',
      entities => {
        entities[2].relations = [];
      },
      /^omar, who allowed this, may no longer answer/,
    ],
    [
      'who left the portal',
      entities => {
        entities.splice(2, 1);
      },
      /^omar, who allowed this, may no longer answer/,
    ],
    [
      'whose team no longer owns it',
      entities => {
        entities[0].relations = [
          { type: 'ownedBy', targetRef: 'group:default/team-catalog' },
        ];
      },
      /^omar, who allowed this, may no longer answer/,
    ],
  ])(
    'is refused when it was allowed by somebody %s',
    async (_, change, message) => {
      const test = await setUp();
      const id = await test.allowed();
      change(test.entities);
      const read = jest.spyOn(test.catalog, 'getEntityByRef');
      read.mockImplementation(async ref =>
        test.entities.find(
          ({ kind, metadata: { name } }) =>
            `${kind}:default/${name}`.toLowerCase() === ref,
        ),
      );
      await expect(test.use(id)).rejects.toMatchObject({
        name: 'NotAllowedError',
        message: expect.stringMatching(message),
      });
      expect((await test.chaos.get(id)).state).toBe('allowed');
    },
  );
});

describe('the time of an approval', () => {
  it('ends by the clock, whether the task ran or not; the task notifies', async () => {
    const test = await setUp();
    const waiting = await test.ask();
    const [task] = test.scheduled();
    expect(task).toMatchObject({ id: 'approvals-expire', scope: 'global' });
    jest.useFakeTimers({
      now: Date.parse(waiting.expiresAt),
      doNotFake: ['nextTick', 'setImmediate', 'setInterval', 'setTimeout'],
    });
    try {
      expect((await test.chaos.get(waiting.id)).state).toBe('expired');
      const late = await test.answer('omar', waiting, 'allow');
      expect(late.status).toBe(409);
      await expect(test.use(waiting.id)).rejects.toThrow('has expired');
      await (task.fn as () => Promise<void>)();
      expect(titles(test)[1]).toEqual([
        [OLGA],
        'Nobody answered in time: Kills one pod of orders.',
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});

describe('the routes', () => {
  it('list with filters, for whoever may read', async () => {
    const test = await setUp();
    await test.ask();
    const words = async (query = '', who = 'vera') => {
      const { body } = await test.as(who).get(`${BASE}/approvals${query}`);
      return body.items.map(({ asked }: Approval) => asked.words);
    };
    expect(await words()).toEqual([ASKED.words]);
    expect(await words('?state=allowed,used')).toEqual([]);
    expect(
      await words('?plugin=chaos&entityRef=component:default/orders'),
    ).toHaveLength(1);
    expect(
      (await test.as('vera').get(`${BASE}/approvals?state=open`)).status,
    ).toBe(400);
    expect((await test.as('blind').get(`${BASE}/approvals`)).status).toBe(403);
    expect((await test.asNobody().get(`${BASE}/approvals`)).status).toBe(401);
  });

  it.each(['/requests', '/approvals/x/use', '/approvals/x/outcome'])(
    'POST %s is for plugins, and for no user or other service',
    async path => {
      const test = await setUp();
      const { status } = await test.as('paula').post(`${BASE}${path}`, {});
      expect(status).toBe(403);
      const service = test.asService('approvals', 'external:robot');
      expect((await service.post(`${BASE}${path}`, {})).status).toBe(403);
    },
  );

  it('refuse a request of a plugin for the action of another, and for what is not there', async () => {
    const test = await setUp();
    await expect(test.ask({ plugin: 'loadtest' })).rejects.toThrow(
      'chaos may not ask for',
    );
    await expect(
      test.ask({ entityRef: 'component:default/none' }),
    ).rejects.toThrow('There is no entity component:default/none.');
  });

  it('keep a user from flooding those who answer', async () => {
    const test = await setUp();
    for (let n = 0; n < 20; n++) await test.ask({ args: { n } });
    await expect(test.ask({ args: { n: 20 } })).rejects.toThrow(
      'You have 20 open requests',
    );
  });

  it('work without notifications', async () => {
    const test = await setUp();
    test.failNotifications();
    const id = await test.allowed();
    expect((await test.use(id)).state).toBe('used');
  });
});

describe('the live topics', () => {
  it('show what is asked, without arguments in the list, and what becomes of it at once', async () => {
    const test = await setUp();
    const list = await test.live.open('approvals:list', {});
    const approval = await test.ask();
    const one = await test.live.open('approvals:one', { id: approval.id });
    const mine = await test.live.open('approvals:asked', {
      requester: OLGA,
      plugin: 'chaos',
      action: 'launch',
      entityRef: ASKED.entityRef,
    });
    await list.waitFor(({ items }) => items.has(approval.id));
    await one.waitFor(({ items }) => items.has(approval.id));
    expect(list.items.get(approval.id)).toMatchObject({ state: 'waiting' });
    expect(JSON.stringify([...list.items.values()])).not.toContain('args');
    expect(one.items.get(approval.id)).toMatchObject({ asked: ASKED });
    await test.answer('omar', approval, 'allow');
    for (const topic of [list, one, mine]) {
      await topic.waitFor(({ items }) =>
        JSON.stringify(items.get(approval.id)).includes('"allowed"'),
      );
      topic.close();
    }
  });
});
