import { NotAllowedError } from '@backstage/errors';
import { fakeApprovals } from '@slipway/plugin-approvals-node/testUtils';
import { agentTools, until } from '@slipway/test-utils';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  startLoadTests,
  suitesFolder,
  suiteText,
  TARGET,
} from './__testUtils__/orders';
import { masterSamples, masterStatus } from './__testUtils__/runs';
import { DEPLOYMENTS } from './runners/kubernetes/objects';

jest.setTimeout(60_000);

const SPIKE = { profile: 'spike', runner: 'kubernetes' };
const OLGA = 'user:default/olga';
const SUITE = '/api/loadtest/v1/entities/component/default/orders/suite';

describe('suites', () => {
  it('are offered with what can be launched', async () => {
    const test = await startLoadTests();
    expect(await test.suiteOf()).toMatchObject({
      state: 'valid',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      targets: [
        {
          environment: 'dev',
          runners: [{ runner: 'kubernetes' }],
          refused: [],
          workers: expect.arrayContaining([{ profile: 'spike', count: 2 }]),
        },
      ],
    });
  });

  it('report errors with line and column', async () => {
    const test = await startLoadTests({
      suite: suiteText().replace('pacing: 500ms', 'pacing: fast'),
    });
    expect(await test.suiteOf()).toEqual({
      state: 'invalid',
      errors: [expect.objectContaining({ line: 4, column: 29 })],
    });
    const { status, body } = await test.launch(SPIKE, { hash: 'x' });
    expect([status, body.error.message]).toEqual([
      409,
      'The suite of component:default/orders has 1 errors.',
    ]);
  });

  it('say what is missing, and are read by nobody who may not', async () => {
    const test = await startLoadTests();
    const bare = SUITE.replace('orders', 'bare');
    expect((await test.as('vera').get(bare)).body).toEqual({
      state: 'absent',
      reason: 'The entity has no annotation slipway.io/load-test.',
    });
    expect((await test.as('blind').get(SUITE)).status).toBe(403);
    expect((await test.asNobody().get(SUITE)).status).toBe(401);
    expect(
      (await test.as('vera').get(SUITE.replace('orders', 'none'))).status,
    ).toBe(404);
  });

  it('outside of the folder are not there', async () => {
    const folders = suitesFolder();
    const outside = join(folders.root, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'other.py'), 'secret');
    symlinkSync(
      join(outside, 'other.py'),
      join(folders.suites, 'orders', 'other.py'),
    );
    writeFileSync(
      join(folders.suites, 'orders', 'loadtest.yaml'),
      suiteText().replace('locustfile.py', 'other.py'),
    );
    const test = await startLoadTests({ folders });
    expect(await test.suiteOf()).toMatchObject({ state: 'unreadable' });
  });
});

describe('launch', () => {
  it('makes master and workers that one Job owns', async () => {
    const test = await startLoadTests();
    const { status, body } = await test.launch(SPIKE);
    expect([status, body.message]).toEqual([
      200,
      'Launch of orders was accepted.',
    ]);
    const writes = test.clusters.writes.map(({ write }) => write);
    expect(writes.map(({ resource }) => resource.kind)).toEqual([
      'Job',
      'ConfigMap',
      'Service',
      'NetworkPolicy',
      'Deployment',
      'ScaledObject',
    ]);
    expect(new Set(writes.map(({ name }) => name))).toEqual(
      new Set([`load-${body.runId}`]),
    );
    expect((await test.run(body.runId)).run).toMatchObject({
      state: 'starting',
      startedBy: 'user:default/olga',
      workersWanted: 2,
    });
    expect(test.activity.entries).toMatchObject([
      { type: 'launch', outcome: 'succeeded', after: { profile: 'spike' } },
    ]);
    expect(test.asked).toContainEqual({
      permission: 'loadtest.launch',
      resourceRef: 'component:default/orders',
    });
  });

  it('is refused for the second user of a target, with who and why', async () => {
    const test = await startLoadTests();
    await test.launch(SPIKE);
    const second = await test.launch(SPIKE, { user: 'paula' });
    expect(second.status).toBe(409);
    expect(second.body.error.message).toMatch(
      /^user:default\/olga is loading this target since .* One run a target\.$/,
    );
  });

  it.each<[string, string, object, number, RegExp]>([
    ['who does not own it', 'carla', {}, 403, /^Only owners \(team-orders\)/],
    ['a suite that changed', 'olga', { hash: 'old' }, 409, /suite changed/],
    [
      'a runner that is not there',
      'olga',
      { runner: 'local' },
      409,
      /no runner local/,
    ],
  ])('is refused for %s', async (_, user, more, code, message) => {
    const test = await startLoadTests();
    const { hash = (await test.suiteOf()).hash, ...args } = {
      ...SPIKE,
      ...more,
    } as { hash?: string; profile: string; runner: string };
    const { status, body } = await test.launch(args, { user, hash });
    expect([status, body.error.message]).toEqual([
      code,
      expect.stringMatching(message),
    ]);
    expect(test.clusters.writes).toEqual([]);
  });

  it('in production somebody else allows exactly this run', async () => {
    const approvals = fakeApprovals();
    const test = await startLoadTests({
      environment: 'prod',
      limits: { prod: { maxUsers: 500 } },
      features: [approvals.factory],
    });
    const { hash, targets } = await test.suiteOf();
    expect(targets[0].limits.approval).toMatch(/not declared/);
    const post = (path: string, body: object) =>
      test.as('olga').post(`${TARGET}/actions/launch${path}`, {
        seen: { hash },
        args: SPIKE,
        ...body,
      });
    const confirm = { name: 'orders' };
    const refused = await post('', { confirm });
    expect([refused.status, refused.body.error.name]).toEqual([
      403,
      'ApprovalRequiredError',
    ]);
    const asked = await post('/approval', { reason: 'Before the sale' });
    expect(asked.status).toBe(201);
    const { id, path } = asked.body.approval;
    expect(asked.body.approval.asked).toMatchObject({
      args: SPIKE,
      state: { suite: hash },
      words: expect.stringMatching(/^spike test: Sends up to \d+ users/),
    });
    expect(path).toMatch(/^\/resilience\/load\/launch\?entity=.*profile=spike/);
    approvals.allow(id);
    const other = await post('', {
      confirm,
      approvalId: id,
      args: { ...SPIKE, peakUsers: 2 },
    });
    expect(other.status).toBe(403);
    const launched = await post('', { confirm, approvalId: id });
    expect(launched.status).toBe(200);
    expect(approvals.approvals).toMatchObject([
      { state: 'used', use: { outcome: 'succeeded' } },
    ]);
  });

  it('is refused in production, where no limits are configured', async () => {
    const test = await startLoadTests({ environment: 'prod' });
    const { hash } = await test.suiteOf();
    const { status, body } = await test
      .as('olga')
      .post(`${TARGET}/actions/launch`, {
        seen: { hash },
        args: SPIKE,
        confirm: { name: 'orders' },
      });
    expect([status, body.error.message]).toEqual([
      403,
      expect.stringMatching(/not declared, so the rules of production hold/),
    ]);
  });

  it('of which the API server refuses a part makes nothing, and says why', async () => {
    const test = await startLoadTests();
    const reason = 'exceeded quota: services';
    test.clusters.failNext('dryRun', new NotAllowedError(reason), { skip: 2 });
    const { status, body } = await test.launch(SPIKE);
    expect([status, body.error.message]).toEqual([403, reason]);
    expect(test.clusters.writes).toEqual([]);
    const [run] = (await test.as('olga').get('/api/loadtest/v1/runs')).body;
    expect(run).toMatchObject({ problem: reason, startedBy: OLGA });
    await until('the run has ended', async () => {
      const [now] = (await test.as('olga').get('/api/loadtest/v1/runs')).body;
      return now.state === 'failed';
    });
  });

  it('that cannot be made leaves nothing, and says so', async () => {
    const test = await startLoadTests();
    test.clusters.failNext('write', new Error('disk full'), { skip: 2 });
    const { status, body } = await test.launch(SPIKE);
    expect(status).toBe(503);
    expect(JSON.stringify(body)).not.toContain('disk full');
    await until('the run has ended', async () => {
      const [run] = (await test.as('olga').get('/api/loadtest/v1/runs')).body;
      return run.state === 'failed';
    });
  });
});

describe('tools for agents', () => {
  const REF = {
    entityRef: 'component:default/orders',
    cluster: 'gke',
    namespace: 'shop',
  };
  const reading = ['list-load-runs', 'get-load-run', 'get-load-suite'];
  const acting = [
    'launch-loadtest',
    'ask-approval-launch-loadtest',
    'stop-loadrun',
  ];

  async function startWithAgents(
    options: Parameters<typeof startLoadTests>[0] = {},
  ) {
    const tools = agentTools();
    const test = await startLoadTests({
      agents: true,
      ...options,
      features: [tools.factory, ...(options.features ?? [])],
    });
    const launch = async (args: object = SPIKE, user = 'olga') => {
      const suite = await tools.call('get-load-suite', REF);
      return tools.call(
        'launch-loadtest',
        { ...REF, seen: suite.seen, args },
        user,
      );
    };
    return { ...test, tools, launch };
  }

  it.each([
    [false, reading],
    [true, [...reading, ...acting]],
  ])('act only where that is enabled: %s', async (agents, names) => {
    const { tools } = await startWithAgents({ agents });
    expect(tools.names()).toEqual(names);
  });

  it('launch and stop as the buttons do: same permission, same record', async () => {
    const test = await startWithAgents();
    const { runId } = await test.launch();
    expect((await test.run(String(runId))).run).toMatchObject({
      state: 'starting',
      startedBy: 'user:default/olga',
    });
    expect(test.asked).toContainEqual({
      permission: 'loadtest.launch',
      resourceRef: REF.entityRef,
    });
    expect(test.activity.entries).toMatchObject([
      { type: 'launch', outcome: 'succeeded' },
    ]);
    expect(test.audited).toMatchObject([
      {
        eventId: 'launch',
        severityLevel: 'high',
        outcome: 'succeeded',
        meta: { channel: 'agent' },
      },
    ]);
    expect(await test.tools.call('stop-loadrun', { id: runId })).toMatchObject({
      action: 'stop',
    });
  });

  it.each<[string, object, string, RegExp]>([
    ['who does not own it', {}, 'carla', /^Only owners \(team-orders\)/],
    [
      'more users than allowed',
      { peakUsers: 900_000 },
      'olga',
      /the 500 that are allowed/,
    ],
  ])('start nothing for %s', async (_, more, user, message) => {
    const test = await startWithAgents();
    await expect(test.launch({ ...SPIKE, ...more }, user)).rejects.toThrow(
      message,
    );
    expect(test.clusters.writes).toEqual([]);
  });

  it('start nothing with a suite that changed', async () => {
    const test = await startWithAgents();
    await expect(
      test.tools.call('launch-loadtest', {
        ...REF,
        seen: { hash: 'old' },
        args: SPIKE,
      }),
    ).rejects.toThrow(/suite changed/);
  });

  it('start nothing in production, where they may ask for leave', async () => {
    const approvals = fakeApprovals();
    const test = await startWithAgents({
      environment: 'prod',
      limits: { prod: { maxUsers: 500 } },
      features: [approvals.factory],
    });
    await expect(test.launch()).rejects.toThrow(/production/);
    expect(test.clusters.writes).toEqual([]);
    const { seen } = await test.tools.call('get-load-suite', REF);
    await test.tools.call('ask-approval-launch-loadtest', {
      ...REF,
      seen,
      args: SPIKE,
      reason: 'Before the sale',
    });
    expect(approvals.approvals).toMatchObject([{ asked: { args: SPIKE } }]);
  });
});

describe('a run', () => {
  async function running() {
    const test = await startLoadTests();
    const { body } = await test.launch(SPIKE);
    const id: string = body.runId;
    let status = masterStatus(masterSamples(3), { run: id, simulated: true });
    test.clusters.answerService = async (_, { path, query, method }) => {
      if (path === '/stats/report') return { status: 200, text: '<html/>' };
      if (method === 'POST') {
        status = { ...status, finished: true, state: 'stopped' };
        return { status: 200, text: '{}' };
      }
      const since = Number(query?.since);
      return {
        status: 200,
        text: JSON.stringify({
          ...status,
          samples: status.samples.filter(({ seq }) => seq > since),
        }),
      };
    };
    await until(
      'the run is seen',
      async () => (await test.run(id)).run.state === 'running',
    );
    return { ...test, id };
  }

  it('is followed, read in all ways, and stopped', async () => {
    const test = await running();
    const { id } = test;
    const path = `/api/loadtest/v1/runs/${id}`;
    expect(await test.run(id)).toMatchObject({
      run: { simulated: true, locustVersion: '2.47.0' },
      points: [{ seq: 1 }, { seq: 2 }, { seq: 3 }],
      endpoints: [{ endpoint: 'GET /orders', requests: 300 }],
    });
    const csv = await test.as('vera').get(`${path}/samples.csv`);
    expect(csv.text.split('\r\n')).toHaveLength(5);
    const table = await test.as('vera').get(`${path}/endpoints.csv`);
    expect(table.text).toContain('GET /orders,300,0,0,');
    for (const file of ['samples.csv', 'endpoints.csv', 'report']) {
      expect((await test.as('blind').get(`${path}/${file}`)).status).toBe(403);
    }
    const access = await test.as('vera').get(`${path}/access`);
    expect(access.body.actions.stop).toMatchObject({ allowed: false });

    expect((await test.stop(id, 'carla')).status).toBe(403);
    expect((await test.stop(id)).status).toBe(200);
    await until('what is left is named', async () =>
      `${(await test.run(id)).run.problem}`.includes(`Deployment load-${id}`),
    );
    // The garbage collector of the cluster.
    test.clusters.remove('gke', DEPLOYMENTS, {
      namespace: 'shop',
      name: `load-${id}`,
    });
    await until(
      'the run has ended',
      async () => (await test.run(id)).run.state === 'stopped',
    );
    const { run } = await test.run(id);
    expect(run).toMatchObject({
      loadFrom: '2026-01-02T10:00:02.000Z',
      loadUntil: expect.any(String),
      summary: { requests: 300, p95: 100 },
      stop: { by: 'user:default/olga' },
      verdict: { outcome: 'inconclusive', final: true },
    });
    expect(
      test.clusters.writes.find(({ write }) => write.verb === 'delete')?.write,
    ).toMatchObject({
      verb: 'delete',
      resource: { kind: 'Job' },
      propagationPolicy: 'Background',
    });
    const report = await test.as('vera').get(`${path}/report`);
    expect(report.headers).toMatchObject({
      'content-disposition': expect.stringContaining('attachment'),
      'content-security-policy': "sandbox; default-src 'none'",
      'content-type': expect.stringContaining('application/octet-stream'),
      'x-content-type-options': 'nosniff',
    });
    const again = await test.stop(id);
    expect([again.status, again.body.error.message]).toEqual([
      409,
      'It has already ended.',
    ]);
  });

  it('is on the live topics', async () => {
    const test = await running();
    const list = await test.live.open('loadtest:list', {});
    const one = await test.live.open('loadtest:run', { id: test.id });
    await until('both have the run', () =>
      Boolean(list.items.has(test.id) && one.items.has('sample/3')),
    );
    expect([...one.items.keys()]).toEqual(
      expect.arrayContaining([
        'run',
        'verdict',
        'endpoint/GET /orders',
        'worker/worker-1',
      ]),
    );
  });

  it('is said to whoever wants to launch there, with what is not known', async () => {
    const test = await running();
    test.work.register({
      plugin: 'chaos',
      running: () => {
        throw new Error('no cluster answers');
      },
      onChange: () => () => {},
    });
    const { body } = await test.as('vera').get(`${TARGET}/running`);
    expect(body).toEqual({
      work: [expect.objectContaining({ id: `loadtest:${test.id}` })],
      unknown: [{ plugin: 'chaos', reason: expect.any(String) }],
    });
    expect((await test.as('blind').get(`${TARGET}/running`)).status).toBe(403);
  });

  it('is compared with another over windows', async () => {
    const test = await running();
    const { body } = await test
      .as('vera')
      .get(
        `/api/loadtest/v1/compare?runs=${test.id},${test.id}&from=0,2&seconds=2`,
      );
    expect(body).toMatchObject([
      { total: { requests: 100, p95: 100 }, window: { from: 0, to: 2 } },
      { total: { requests: 100, p95: 100 }, window: { from: 2, to: 4 } },
    ]);
    expect(body[0].points).toHaveLength(3);
    expect(
      (
        await test
          .as('vera')
          .get(
            `/api/loadtest/v1/compare?runs=${test.id},${test.id}&points=none`,
          )
      ).body[0],
    ).toMatchObject({ points: [], total: { requests: 300 } });
    expect(
      (await test.as('vera').get(`/api/loadtest/v1/compare?runs=${test.id}`))
        .status,
    ).toBe(400);
  });
});
