import { createMockDirectory } from '@backstage/backend-test-utils';
import { API, REQUEST, startEnvironments } from './__testUtils__/harness';

jest.setTimeout(60_000);

const directory = createMockDirectory();
const ENVIRONMENT = `${API}/environments/orders-try`;

async function applied(options: Parameters<typeof startEnvironments>[1] = {}) {
  const test = await startEnvironments(directory, options);
  await test.create();
  const { id, plan } = await test.until('waiting');
  const answer = await test.act('apply', {
    args: { operationId: id, planHash: plan?.hash },
  });
  expect(answer.body).toMatchObject({
    message: 'Apply of orders-try was accepted.',
  });
  await test.until('succeeded');
  return test;
}

describe('environments', () => {
  it('are asked for, planned, applied and listed live', async () => {
    const test = await startEnvironments(directory);
    const created = await test.create();
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      name: 'orders-try',
      operationId: expect.any(String),
    });
    const operation = await test.until('waiting');
    expect(operation.plan).toMatchObject({
      counts: { create: 5, delete: 0 },
      simulated: true,
    });
    const path = `${ENVIRONMENT}/operations/${operation.id}`;
    const plan = await test.as('vera').get(`${path}/plan`);
    expect(plan.body.resources).toHaveLength(5);
    expect(plan.body.resources[0]).toMatchObject({ change: 'create' });
    const log = await test.as('vera').get(`${path}/steps/1/log?from=0`);
    expect(log.body.text).toContain('Simulated: no Terraform');
    expect(
      (await test.as('vera').get(`${path}/steps/1/log?from=${log.body.next}`))
        .body,
    ).toEqual({ text: '', next: log.body.next, ended: true });

    await test.act('apply', {
      args: { operationId: operation.id, planHash: operation.plan?.hash },
    });
    await test.until('succeeded');
    expect(await test.read()).toMatchObject({
      state: 'ready',
      runner: 'simulated',
      outputs: { namespace: 'orders-try' },
      entityRef: 'resource:default/orders-try',
    });
    expect(test.audited).toContainEqual(
      expect.objectContaining({ eventId: 'environments.create' }),
    );
  });

  it('belong to a team of the user', async () => {
    const test = await startEnvironments(directory);
    const other = await test.create({ owner: 'group:default/team-catalog' });
    expect(other.status).toBe(403);
    expect(other.body.error.message).toMatch(/not for group:default\/team-cat/);
    expect((await test.create({}, 'vera')).status).toBe(403);
    expect((await test.create({}, 'paula')).status).toBe(201);
    await test.until('waiting');
    const { id, plan } = await test.until('waiting');
    const body = { args: { operationId: id, planHash: plan?.hash } };
    expect((await test.act('apply', body, 'carla')).status).toBe(403);
    expect(
      (
        await test
          .asService('environments')
          .post(`${API}/environments`, REQUEST)
      ).status,
    ).toBe(403);
  });

  it.each([
    [{ name: '../etc' }, /^name must be a DNS label/],
    [{ name: 'a; rm -rf /' }, /^name must be/],
    [
      { services: { orders: { version: '-var=x' } } },
      /^services.orders.version/,
    ],
    [
      { services: { orders: { version: '${{ secrets }}' } } },
      /^services.orders/,
    ],
    [{ services: {} }, /^services must name one/],
    [{ cloud: 'mars' }, /^cloud must be one of/],
    [{ cloud: 'aws' }, /^cloud: It is not configured/],
    [{ ttlHours: 100_000 }, /^ttlHours: It may live 336 hours/],
    [{ var: 'x' }, /Unrecognized key/],
  ])('refuse %j', async (change, message) => {
    const test = await startEnvironments(directory);
    const { status, body } = await test.create(change);
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
    expect((await test.as('olga').get(`${API}/environments`)).body).toEqual([]);
  });

  it('say what is wrong while a form is filled in', async () => {
    const test = await startEnvironments(directory);
    const check = (body: object, user = 'olga') =>
      test.as(user).post(`${API}/environments/check`, body);
    expect((await check(REQUEST)).body).toEqual({ problems: [] });
    expect((await check({ ...REQUEST, name: 'A' })).body.problems).toEqual([
      { field: 'name', message: expect.stringContaining('DNS label') },
    ]);
    expect((await check(REQUEST, 'carla')).body.problems).toEqual([
      { field: 'owner', message: 'must be a team of yours' },
    ]);
    const { body } = await test.as('olga').get(`${API}/options`);
    expect(body).toMatchObject({
      clouds: [{ cloud: 'local', runner: 'simulated' }],
      owners: [
        {
          owner: 'group:default/team-orders',
          quota: { environments: 0, maxEnvironments: 5 },
        },
      ],
      services: [{ name: 'orders' }],
      ttl: { defaultHours: 72, maxHours: 336 },
    });
  });

  it('keep to the quota of the team', async () => {
    const test = await startEnvironments(directory, {
      environments: { quota: { environments: 1 } },
    });
    expect((await test.create({ name: 'first' })).status).toBe(201);
    const { status, body } = await test.create();
    expect([status, body.error.message]).toEqual([
      400,
      'size: group:default/team-orders has 1 of 1 environments: destroy one first.',
    ]);
  });

  it('in production need the approval of somebody else, for exactly this plan', async () => {
    const test = await startEnvironments(directory);
    await test.create({ tier: 'prod' });
    const { id, plan } = await test.until('waiting');
    const args = { operationId: id, planHash: plan?.hash };
    const refused = await test.act('apply', { args });
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringContaining('This is production'),
    ]);
    const asked = await test.act('apply/approval', {
      args,
      reason: 'For the demo',
    });
    expect(asked.status).toBe(201);
    expect(asked.body.approval.asked.words).toBe(
      'Create orders-try (local, prod): 5 to create. Simulated.',
    );
    const approvalId = asked.body.approval.id;
    test.approvals.allow(approvalId);
    const other = { ...args, planHash: '0'.repeat(64) };
    expect((await test.act('apply', { args: other, approvalId })).status).toBe(
      409,
    );
    const done = await test.act('apply', { args, approvalId });
    expect([done.status, done.body.error?.message]).toEqual([200, undefined]);
    expect(await test.until('succeeded')).toMatchObject({
      approvalId,
      appliedBy: 'user:default/olga',
    });
  });

  it('are extended, protected, changed, reconciled and destroyed', async () => {
    const test = await applied();
    const { expiresAt } = await test.read();
    expect((await test.act('extend', { args: { hours: 24 } })).status).toBe(
      200,
    );
    expect(Date.parse((await test.read()).expiresAt ?? '')).toBe(
      Date.parse(expiresAt ?? '') + 24 * 3_600_000,
    );
    expect(
      (await test.act('extend', { args: { hours: 9_000 } })).body.error.message,
    ).toBe('It may live 336 hours from now at most.');

    await test.act('protect');
    expect((await test.act('destroy')).body.error.message).toBe(
      'It is protected: unprotect it first.',
    );
    await test.act('unprotect');

    const services = { orders: { version: '1.5.0' } };
    expect((await test.act('change', { args: { services } })).status).toBe(200);
    const changed = await test.until('waiting');
    expect(changed).toMatchObject({
      kind: 'change',
      plan: { counts: { create: 0, update: expect.any(Number) } },
    });
    expect((await test.act('destroy')).body.error.message).toMatch(
      /olga has an operation under way/,
    );
    const cancel = { args: { operationId: changed.id } };
    expect((await test.act('cancel', cancel)).status).toBe(200);
    expect((await test.read()).state).toBe('ready');

    await test.act('destroy');
    const { id, plan } = await test.until('waiting');
    expect(plan?.destroys).toHaveLength(5);
    const args = { operationId: id, planHash: plan?.hash };
    expect((await test.act('apply', { args })).status).toBe(403);
    const asked = await test.act('apply/approval', {
      args,
      reason: 'No longer needed',
    });
    test.approvals.allow(asked.body.approval.id);
    await test.act('apply', { args, approvalId: asked.body.approval.id });
    await test.until('succeeded');
    expect((await test.read()).state).toBe('destroyed');
    expect((await test.as('vera').get(`${API}/environments`)).body).toEqual([]);
    expect((await test.create()).status).toBe(201);
  });

  it('a task that asks twice gets what it got', async () => {
    const test = await startEnvironments(directory);
    const first = await test.create({ requestKey: 'task:1' });
    const second = await test.create({ requestKey: 'task:1' });
    expect(second.body).toEqual(first.body);
    expect((await test.create({ requestKey: 'task:2' })).status).toBe(409);
    expect((await test.create({ requestKey: 'a b' })).status).toBe(400);
  });

  it('agents read them', async () => {
    const test = await applied();
    const listed = await test.tools.call('list-environments', {}, 'vera');
    expect(JSON.stringify(listed)).toContain('orders-try');
  });
});
