import { design } from './__testUtils__/engine';
import { ENTITY, PLACE, startResilience } from './__testUtils__/harness';
import { FakeParts } from './__testUtils__/fakeParts';
import { until } from '@slipway/test-utils';

jest.setTimeout(60_000);

describe('what can be run', () => {
  it('says where, with what, and within which limits', async () => {
    const test = await startResilience();
    const { body } = await test.as('vera').get(`${ENTITY}/options`);
    expect(body).toMatchObject({
      places: [
        {
          cluster: 'gke',
          namespace: 'shop',
          environment: 'dev',
          workloads: ['orders'],
        },
      ],
      missing: [],
      limits: { sampleSeconds: 5 },
      suggested: { parts: [] },
    });
    expect(body.places[0].refused).toBeUndefined();
    const offers = (await test.as('vera').get(`${PLACE}/offers`)).body;
    expect(offers.map(({ kind }: { kind: string }) => kind)).toEqual([
      'load',
      'fault',
    ]);
  });

  it.each<[string, FakeParts[], string[], RegExp]>([
    ['load tests', [new FakeParts('fault')], ['load'], /^Load tests are not/],
    ['faults', [new FakeParts('load')], ['fault'], /^Faults are not/],
  ])('says that %s are not installed', async (_, providers, kinds, reason) => {
    const test = await startResilience({ providers });
    const { body } = await test.as('vera').get(`${ENTITY}/options`);
    expect(body.missing.map(({ kind }: { kind: string }) => kind)).toEqual(
      kinds,
    );
    expect(body.missing[0].reason).toMatch(reason);
  });

  it('works with neither, and refuses each part', async () => {
    const test = await startResilience({ providers: [] });
    expect((await test.as('vera').get(`${PLACE}/offers`)).body).toEqual([]);
    expect((await test.check()).refusals).toEqual([
      'Pod kill: Faults are not installed in this portal: a run has a load only.',
    ]);
  });

  it('refuses a place without a Prometheus', async () => {
    const test = await startResilience({ clustersWithMetrics: [] });
    const { body } = await test.as('vera').get(`${ENTITY}/options`);
    expect(body.places[0].refused).toMatch(/^No Prometheus is configured/);
    expect((await test.launch()).status).toBe(403);
  });
});

describe('the check of a design', () => {
  it('has the parts as they would be, and the timeline with their durations', async () => {
    const test = await startResilience();
    test.faults.check = { ...test.faults.check, durationSeconds: 45 };
    expect(await test.check()).toMatchObject({
      problems: [],
      refusals: [],
      warnings: [
        expect.stringMatching(/^There is no load/),
        expect.stringMatching(/^Without a threshold on requests/),
      ],
      parts: [
        { partId: 'kill', check: { touches: ['1 of 4 pods of orders'] } },
      ],
      timeline: { endSeconds: 135 },
    });
    expect(test.faults.orders).toEqual([]);
  });

  it('names fields that are wrong, and refuses what is no design', async () => {
    const test = await startResilience();
    expect(await test.check(design({ baselineSeconds: 10 }))).toMatchObject({
      problems: [{ field: 'baselineSeconds', rule: 'tooShort' }],
    });
    const { status, body } = await test
      .as('olga')
      .post(`${PLACE}/check`, { design: { ...design(), parts: 1 } });
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringMatching(/^design\.parts /),
    ]);
  });
});

describe('a launch', () => {
  it('starts a run that is on the list, the topics and the list of what runs', async () => {
    const test = await startResilience();
    const { status, body } = await test.launch();
    expect(status).toBe(200);
    const id: string = body.runId;
    const list = await test.live.open('resilience:list', {});
    const one = await test.live.open('resilience:run', { id });
    const entity = await test.live.open('resilience:entity', {
      entityRef: 'component:default/orders',
    });
    await until('a sample is there', () => one.items.has('sample/1'));
    expect([...list.items.keys()]).toEqual([id]);
    expect([...entity.items.keys()]).toEqual(['score', `run/${id}`]);
    expect(await test.run(id)).toMatchObject({
      run: {
        state: 'baseline',
        workload: 'orders',
        startedBy: 'user:default/olga',
        parts: [{ phase: 'waiting', touches: ['1 of 4 pods of orders'] }],
      },
      samples: [{ seq: 1, all: { values: { successRate: 1 } } }],
      verdict: { outcome: 'inconclusive', final: false },
    });
    expect(await test.running()).toMatchObject({
      work: [
        {
          id: `resilience:${id}`,
          kind: 'joint-run',
          title: 'Lose a pod',
          state: 'measuring the baseline',
          path: `/resilience/runs/${id}`,
        },
      ],
    });
    expect(test.activity.entries).toMatchObject([
      { type: 'launch', target: { kind: 'JointRun', name: id } },
    ]);
    expect(test.audited).toMatchObject([
      { eventId: 'launch', severityLevel: 'high', outcome: 'succeeded' },
    ]);

    const second = await test.launch('paula');
    expect([second.status, second.body.error.message]).toEqual([
      409,
      expect.stringMatching(
        /^user:default\/olga has the joint run “Lose a pod” here since .* \(run .*\)\. One run at a time\.$/,
      ),
    ]);
    expect(second.body.error.name).toBe('ConflictError');
    expect((await test.launch('carla')).status).toBe(403);
    expect((await test.stop(id, 'carla')).status).toBe(403);
    expect((await test.stop(id)).status).toBe(200);
    await until(
      'it has ended',
      async () => (await test.run(id)).run.state === 'stopped',
    );
    expect(await test.run(id)).toMatchObject({
      run: {
        stop: { cause: 'user', by: 'user:default/olga', reason: 'Enough.' },
        parts: [{ phase: 'skipped' }],
        verdict: { outcome: 'inconclusive', final: true },
      },
    });
    expect(test.activity.entries.map(({ type }) => type)).toContain(
      'joint-run-ended',
    );
    expect(test.notified).toEqual([]);
    const again = await test.stop(id);
    expect([again.status, again.body.error.message]).toEqual([
      409,
      'It has already ended.',
    ]);

    const path = `/api/resilience/v1/runs/${id}`;
    const report = await test.as('vera').get(`${path}/report`);
    expect(report.body.headline).toMatch(/^The run says nothing of orders/);
    const csv = await test.as('vera').get(`${path}/samples.csv`);
    expect(csv.headers['content-disposition']).toContain('.csv');
    expect(csv.text).toMatch(/^seq,at,revision,successRate/);
    const json = await test.as('vera').get(`${path}/samples.json`);
    expect(json.body.samples.length).toBeGreaterThan(0);
  });

  it.each<[string, string, number, RegExp]>([
    ['who does not own it', 'carla', 403, /^Only owners \(team-orders\)/],
    ['who may only read', 'vera', 403, /^Only owners \(team-orders\)/],
  ])('is refused for a user %s', async (_, user, code, message) => {
    const test = await startResilience();
    const { status, body } = await test.launch(user);
    expect([status, body.error.message]).toEqual([
      code,
      expect.stringMatching(message),
    ]);
  });

  it('is refused as a whole when one part may not start', async () => {
    const test = await startResilience();
    test.faults.check = {
      ...test.faults.check,
      refusals: ['Faults are halted by paula.'],
    };
    const { status, body } = await test.launch();
    expect([status, body.error.message]).toEqual([
      403,
      'Pod kill: Faults are halted by paula.',
    ]);
    expect((await test.as('vera').get('/api/resilience/v1/runs')).body).toEqual(
      [],
    );
  });

  it('is refused for a design that breaks a rule, with the field', async () => {
    const test = await startResilience();
    const { status, body } = await test.launch(
      'olga',
      design({ recoverySeconds: 10 }),
    );
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringMatching(/^recoverySeconds: .* \[tooShort\]$/),
    ]);
  });

  it('in production needs the name', async () => {
    const test = await startResilience({ environment: 'prod' });
    expect((await test.launch()).body.error.message).toContain(
      'confirm.name must be "orders"',
    );
  });

  it('in production needs somebody else, for exactly this design', async () => {
    const test = await startResilience({ environment: 'prod' });
    const body = { confirm: { name: 'orders' } };
    const refused = await test.launch('olga', design(), body);
    expect([refused.status, refused.body.error.name]).toEqual([
      403,
      'ApprovalRequiredError',
    ]);
    const asked = await test
      .as('olga')
      .post(`${PLACE}/actions/launch/approval`, {
        args: { design: design() },
        reason: 'The game day of the team',
      });
    expect(asked.status).toBe(201);
    const [{ id, asked: what }] = test.approvals.approvals;
    expect(what.words).toMatch(
      /^Lose a pod on component:default\/orders in gke/,
    );
    test.approvals.allow(id);
    const other = await test.launch('olga', design({ title: 'Other' }), {
      ...body,
      approvalId: id,
    });
    expect(other.status).toBe(403);
    const launched = await test.launch('olga', design(), {
      ...body,
      approvalId: id,
    });
    expect([launched.status, launched.body.runId]).toEqual([
      200,
      expect.any(String),
    ]);
  });
});

describe('tools for agents', () => {
  const REF = {
    entityRef: 'component:default/orders',
    cluster: 'gke',
    namespace: 'shop',
  };
  const reading = [
    'list-joint-runs',
    'get-joint-run',
    'get-resilience-score',
    'list-joint-designs',
    'check-joint-run',
  ];
  const acting = [
    'launch-jointrun',
    'ask-approval-launch-jointrun',
    'stop-jointrun',
  ];
  const resilience = { agentActions: { enabled: true } };

  it.each<[object, string[]]>([
    [{}, reading],
    [resilience, [...reading, ...acting]],
  ])('act only where that is enabled: %j', async (config, names) => {
    const { tools } = await startResilience({ resilience: config });
    expect(tools.names()).toEqual(names);
  });

  it('list what can be tried, check it, launch and stop it', async () => {
    const test = await startResilience({ resilience });
    const { tools } = test;
    const offered = await tools.call('list-joint-designs', REF, 'vera');
    expect(offered).toMatchObject({
      designs: [],
      suggested: { parts: [] },
      places: [{ cluster: 'gke', namespace: 'shop' }],
    });
    expect(
      await tools.call('check-joint-run', { ...REF, design: design() }, 'vera'),
    ).toMatchObject({
      problems: [],
      parts: [{ check: { touches: ['1 of 4 pods of orders'] } }],
    });
    expect(await test.running()).toMatchObject({ work: [] });
    const { runId } = await tools.call('launch-jointrun', {
      ...REF,
      args: { design: design() },
    });
    expect(await test.run(String(runId))).toMatchObject({
      run: { startedBy: 'user:default/olga', title: 'Lose a pod' },
    });
    expect(test.activity.entries).toMatchObject([
      { type: 'launch', target: { name: runId } },
    ]);
    expect(test.audited).toMatchObject([
      {
        eventId: 'launch',
        severityLevel: 'high',
        outcome: 'succeeded',
        meta: { channel: 'agent' },
      },
    ]);
    await tools.call('stop-jointrun', {
      id: runId,
      args: { reason: 'Enough.' },
    });
    await until('it stops', async () =>
      ['stopping', 'stopped'].includes(
        (
          await test.run(String(runId))
        ).run.state,
      ),
    );
  });

  it.each<[string, string, object, RegExp]>([
    ['who does not own it', 'carla', {}, /^Only owners \(team-orders\)/],
    [
      'a design that breaks a rule',
      'olga',
      { baselineSeconds: 10 },
      /baselineSeconds: .*\[tooShort\]/,
    ],
  ])('start nothing for %s', async (_, user, change, message) => {
    const test = await startResilience({ resilience });
    await expect(
      test.tools.call(
        'launch-jointrun',
        { ...REF, args: { design: design(change) } },
        user,
      ),
    ).rejects.toThrow(message);
    expect(test.faults.orders).toEqual([]);
  });

  it('start nothing in production, where they may ask for leave', async () => {
    const test = await startResilience({ environment: 'prod', resilience });
    const order = { ...REF, args: { design: design() } };
    await expect(test.tools.call('launch-jointrun', order)).rejects.toThrow(
      /production/,
    );
    await test.tools.call('ask-approval-launch-jointrun', {
      ...order,
      reason: 'The game day of the team',
    });
    expect(test.approvals.approvals).toMatchObject([
      { asked: { entityRef: REF.entityRef, action: 'launch' } },
    ]);
    expect(test.faults.orders).toEqual([]);
  });
});

describe('designs and scores', () => {
  it('are saved, listed and deleted by owners', async () => {
    const test = await startResilience();
    const save = (user: string) =>
      test.as(user).post(`${PLACE}/actions/save-design`, {
        args: { name: 'Nightly', design: design() },
      });
    expect((await save('carla')).status).toBe(403);
    const { body } = await save('olga');
    expect((await save('olga')).body.designId).toBe(body.designId);
    const designs = (await test.as('vera').get(`${ENTITY}/designs`)).body;
    expect(designs).toMatchObject([
      { id: body.designId, name: 'Nightly', savedBy: 'user:default/olga' },
    ]);
    const remove = () =>
      test.as('olga').post(`${PLACE}/actions/delete-design`, {
        args: { id: body.designId },
      });
    expect((await remove()).status).toBe(200);
    expect((await remove()).status).toBe(404);
    expect((await test.as('vera').get(`${ENTITY}/designs`)).body).toEqual([]);
  });

  it('without a verdict there is no score', async () => {
    const test = await startResilience();
    const { body } = await test.as('vera').get(`${ENTITY}/score`);
    expect(body.score.value).toBeUndefined();
    expect(body.score.because).toEqual([
      'No verdict in the last 180 days: there is no score.',
    ]);
    expect(body.course).toHaveLength(91);
  });
});

describe('reading', () => {
  it.each([
    `${ENTITY}/options`,
    `${ENTITY}/designs`,
    `${ENTITY}/score`,
    `${PLACE}/offers`,
    `${PLACE}/access`,
    '/api/resilience/v1/runs',
    '/api/resilience/v1/runs/00000000-0000-4000-8000-000000000000/report',
  ])('of %s needs the permission', async path => {
    const test = await startResilience();
    expect((await test.as('blind').get(path)).status).toBe(403);
  });
});
