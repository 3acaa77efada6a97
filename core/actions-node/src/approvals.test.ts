import { ApprovalRequiredError } from '@slipway/plugin-actions-common';
import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { component, startPluginHarness } from '@slipway/test-utils';
import { lampsPlugin } from './__testUtils__/lamps';

const PATH =
  '/api/lamps/clusters/gke/namespaces/shop/entities/orders/actions/hang';
const BLACK = { args: { colour: 'black' } };

async function setUp(environment: 'dev' | 'prod' = 'dev') {
  const approvals = fakeApprovals();
  const harness = await startPluginHarness(lampsPlugin().plugin, {
    entities: [component('orders', 'team-orders')],
    clusters: [{ name: 'gke', environment }],
    objects: {
      gke: {
        pods: [
          {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: {
              name: 'orders-1',
              namespace: 'shop',
              labels: { 'backstage.io/kubernetes-id': 'orders' },
            },
          },
        ],
      },
    },
    features: [approvals.factory],
  });
  const post = (path: string, body: object, user: string) =>
    harness.as(user).post(path, body);
  return {
    ...harness,
    approvals,
    hang: (body: object = {}, user = 'olga') =>
      post(PATH, { ...BLACK, ...body }, user),
    ask: (body: object = {}, user = 'olga') =>
      post(
        `${PATH}/approval`,
        { ...BLACK, reason: 'For the night', ...body },
        user,
      ),
    async allowed() {
      const { body } = await post(
        `${PATH}/approval`,
        { ...BLACK, reason: 'For the night' },
        'olga',
      );
      approvals.allow(body.approval.id);
      return body.approval.id as string;
    },
  };
}

describe('an action that somebody else must allow', () => {
  it('is refused without an approval, with an error of its own, and nothing is written', async () => {
    const test = await setUp();
    const { status, body } = await test.hang();
    expect(status).toBe(403);
    expect(body.error).toMatchObject({
      name: 'ApprovalRequiredError',
      message: 'This needs an approval by somebody else. Black gives no light.',
      approval: {
        why: 'Black gives no light.',
        words: 'Hangs a black lamp.',
      },
    });
    expect(test.clusters.writes).toEqual([]);
    expect(test.activity.entries).toEqual([]);
    expect(test.audited).toMatchObject([
      { eventId: 'hang', outcome: 'failed' },
    ]);
  });

  it('needs none with arguments that need none', async () => {
    const test = await setUp();
    expect((await test.hang({ args: { colour: 'red' } })).status).toBe(200);
    const { status, body } = await test.ask({ args: { colour: 'red' } });
    expect(status).toBe(409);
    expect(body.error.message).toBe(
      'Nobody needs to allow this: Hang can be done at once.',
    );
    expect(test.approvals.approvals).toEqual([]);
  });

  it('is asked for with exactly what will be done, in the words of the server', async () => {
    const test = await setUp('prod');
    const { status, body } = await test.ask();
    expect(status).toBe(201);
    expect(body.approval).toMatchObject({
      asked: {
        plugin: 'lamps',
        action: 'hang',
        entityRef: 'component:default/orders',
        cluster: 'gke',
        namespace: 'shop',
        args: { colour: 'black' },
        state: { pods: 1 },
        words: 'Hangs a black lamp.',
      },
      needed: 'Black gives no light.',
      requester: 'user:default/olga',
      reason: 'For the night',
      path: '/lamps',
    });
    expect(test.clusters.writes).toEqual([]);
    expect(test.activity.entries).toMatchObject([
      {
        type: 'approval-asked',
        summary: 'Ask for approval: Hangs a black lamp.',
        outcome: 'succeeded',
        after: { approval: body.approval.id },
      },
    ]);
    expect(test.audited).toMatchObject([
      { eventId: 'approval-asked', outcome: 'succeeded' },
    ]);
  });

  it.each([
    ['by somebody who may not do it', { user: 'carla' }, 403],
    ['without a reason', { body: { reason: undefined } }, 400],
    ['with words of the caller', { body: { words: 'Nothing' } }, 400],
  ])(
    'is not asked for %s',
    async (_, { user, body }: { user?: string; body?: object }, code) => {
      const test = await setUp();
      expect((await test.ask(body, user)).status).toBe(code);
      expect(test.approvals.approvals).toEqual([]);
    },
  );

  it('is done under the approval, once, and says what became of it', async () => {
    const test = await setUp();
    const approvalId = await test.allowed();
    const { status, body } = await test.hang({ approvalId });
    expect(status).toBe(200);
    expect(test.clusters.writes).toHaveLength(1);
    expect(test.approvals.approvals).toMatchObject([
      {
        state: 'used',
        use: { activityId: body.activityId, outcome: 'succeeded' },
      },
    ]);
    expect(test.activity.entries[1]).toMatchObject({
      summary: 'Hang a lamp on orders as approved',
      before: { approval: approvalId },
      outcome: 'succeeded',
    });

    const again = await test.hang({ approvalId });
    expect(again.status).toBe(403);
    expect(again.body.error.message).toMatch(/used once/);
    expect(test.clusters.writes).toHaveLength(1);
  });

  it('is used before anything is written, so that a failure uses it up', async () => {
    const test = await setUp();
    const approvalId = await test.allowed();
    test.clusters.failNext(
      'write',
      Object.assign(new Error('Lamp x exists already'), {
        name: 'ConflictError',
      }),
    );
    expect((await test.hang({ approvalId })).status).toBe(409);
    expect(test.approvals.approvals).toMatchObject([
      {
        state: 'used',
        use: { outcome: 'failed', error: 'Lamp x exists already' },
      },
    ]);
    expect((await test.hang({ approvalId })).status).toBe(403);
  });

  it('is not done by somebody else, nor before it is allowed', async () => {
    const test = await setUp();
    const { body } = await test.ask();
    const approvalId = body.approval.id;
    expect((await test.hang({ approvalId })).body.error.message).toBe(
      'Nobody has allowed it yet.',
    );
    test.approvals.allow(approvalId);
    const other = await test.hang({ approvalId }, 'paula');
    expect(other.body.error.message).toBe('This approval is for olga alone.');
    expect(test.clusters.writes).toEqual([]);
  });

  it('is not done with what changed since', async () => {
    const test = await setUp();
    const approvalId = await test.allowed();
    const [approval] = test.approvals.approvals;
    test.approvals.approvals[0] = { ...approval, digest: 'of two pods' };
    const { status, body } = await test.hang({ approvalId });
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/^This is not what was asked for/);
    expect(test.clusters.writes).toEqual([]);
  });

  it('is not done by a requester who lost the right to it', async () => {
    const test = await setUp();
    const approvalId = await test.allowed();
    const [approval] = test.approvals.approvals;
    test.approvals.approvals[0] = {
      ...approval,
      requester: 'user:default/carla',
    };
    const { status, body } = await test.hang({ approvalId }, 'carla');
    expect(status).toBe(403);
    expect(body.error.message).toMatch(/^Only owners \(team-orders\)/);
    expect(test.approvals.approvals).toMatchObject([{ state: 'allowed' }]);
  });

  it('is not done while approvals cannot be read', async () => {
    const test = await setUp();
    const approvalId = await test.allowed();
    test.approvals.failWith(
      Object.assign(new Error('Approvals cannot be read'), {
        name: 'ServiceUnavailableError',
      }),
    );
    expect((await test.hang({ approvalId })).status).toBe(503);
    expect(test.clusters.writes).toEqual([]);
    test.approvals.failWith(undefined);
    expect((await test.hang({ approvalId })).status).toBe(200);
  });

  it('refuses an id that is none', async () => {
    const test = await setUp();
    expect((await test.hang({ approvalId: '../x' })).status).toBe(400);
  });
});

it('has a code of its own', () => {
  const error = new ApprovalRequiredError({ why: 'Why.', words: 'What.' });
  expect([error.name, error.statusCode]).toEqual([
    'ApprovalRequiredError',
    403,
  ]);
});
