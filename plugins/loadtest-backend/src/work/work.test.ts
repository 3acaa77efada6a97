import { mockCredentials } from '@backstage/backend-test-utils';
import { RunDetail } from '@slipway/plugin-loadtest-common';
import { startLoadTests, suiteText } from '../__testUtils__/orders';
import { runDetail, runPlan } from '../__testUtils__/runs';
import { runningWorkOf } from './runningWorkOf';
import { startedPartOf } from './startedPartOf';

jest.setTimeout(60_000);

const PLACE = {
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
};
const ARGS = { runner: 'kubernetes', peakUsers: 15, durationSeconds: 30 };
const ORDER = { ...PLACE, kind: 'load', offer: 'spike', args: ARGS } as const;
const user = (name: string) => mockCredentials.user(`user:default/${name}`);

async function setUp(options: Parameters<typeof startLoadTests>[0] = {}) {
  const test = await startLoadTests(options);
  const parts = test.work.partsOf('load');
  if (!parts) throw new Error('no parts');
  return { ...test, parts };
}

describe('load tests as parts', () => {
  it('are offered with what the guardrails allow', async () => {
    const { parts } = await setUp();
    const offers = await parts.offers(PLACE, user('vera'));
    expect(offers.map(({ id }) => id)).toEqual([
      'load',
      'stress',
      'spike',
      'endurance',
    ]);
    expect(offers[2]).toMatchObject({
      kind: 'load',
      defaults: { peakUsers: 20, durationSeconds: 7, runner: 'kubernetes' },
      durationSeconds: 7,
      schema: {
        properties: {
          // 20 workers of 10 users carry less than the 500 of the environment.
          peakUsers: { maximum: 200 },
          durationSeconds: { maximum: 7200 },
          runner: { enum: ['kubernetes'] },
        },
      },
    });
    expect(offers[2]).not.toHaveProperty('unavailable');
    const bare = { ...PLACE, entityRef: 'component:default/bare' };
    expect(await parts.offers(bare, user('vera'))).toEqual([]);
    const elsewhere = { ...PLACE, namespace: 'other' };
    expect(await parts.offers(elsewhere, user('vera'))).toEqual([]);
  });

  it('say in production that nothing is allowed', async () => {
    const { parts } = await setUp({ environment: 'prod' });
    const [offer] = await parts.offers(PLACE, user('olga'));
    expect(offer.unavailable).toMatch(/rules of production hold/);
  });

  it('need in production that the joint run was allowed', async () => {
    const { parts, clusters } = await setUp({
      environment: 'prod',
      limits: { prod: {} },
    });
    const approved = { ...ORDER, id: 'p1', approved: true };
    expect((await parts.check(ORDER, user('olga'))).refusals).toEqual([
      expect.stringContaining('needs an approval'),
    ]);
    await expect(
      parts.start({ ...ORDER, id: 'p1' }, user('olga')),
    ).rejects.toThrow('approval');
    expect(clusters.writes).toEqual([]);
    expect((await parts.check(approved, user('olga'))).refusals).toEqual([]);
    expect(await parts.start(approved, user('olga'))).toMatchObject({
      phase: 'starting',
    });
  });

  it('of a suite with errors are a refusal', async () => {
    const { parts } = await setUp({
      suite: suiteText().replace('pacing: 500ms', 'pacing: fast'),
    });
    await expect(parts.offers(PLACE, user('olga'))).rejects.toThrow(
      'has 1 errors',
    );
    expect((await parts.check(ORDER, user('olga'))).refusals).toEqual([
      'The suite of component:default/orders has 1 errors.',
    ]);
  });

  it('are checked without a change', async () => {
    const { parts, clusters } = await setUp();
    expect(await parts.check(ORDER, user('olga'))).toEqual({
      refusals: [],
      warnings: ['The suite has no thresholds: there will be no verdict.'],
      touches: [
        'http://orders.shop:8300: up to 15 users, about 30 requests per second, for 30 s',
        'gke/shop: a master and 2 workers as pods',
      ],
      durationSeconds: 30,
    });
    expect(clusters.writes).toEqual([]);
  });

  it.each<[string, string, object, RegExp]>([
    ['too many users', 'olga', { peakUsers: 501 }, /more than the 500/],
    ['too many workers', 'olga', { peakUsers: 300 }, /more workers/],
    ['too long', 'olga', { durationSeconds: 7201 }, /more than the 2 h/],
    ['no such runner', 'olga', { runner: 'local' }, /no runner local/],
    ['not the owner', 'carla', {}, /^Only owners/],
    ['bad arguments', 'olga', { peakUsers: 0 }, /peakUsers/],
  ])('are refused: %s', async (_, who, args, refusal) => {
    const { parts, clusters } = await setUp();
    const order = { ...ORDER, args: { ...ARGS, ...args } };
    const { refusals } = await parts.check(order, user(who));
    expect(refusals).toContainEqual(expect.stringMatching(refusal));
    await expect(
      parts.start({ ...order, id: 'p1' }, user(who)),
    ).rejects.toThrow();
    expect(clusters.writes).toEqual([]);
  });

  it('start once, as a user does, are found, and stop', async () => {
    const { parts, activity, clusters, run, work } = await setUp();
    const order = { ...ORDER, id: 'joint-1/load' };
    const [first, second] = await Promise.all([
      parts.start(order, user('olga')),
      parts.start(order, user('olga')),
    ]);
    expect(second.ref).toBe(first.ref);
    const jobs = clusters.writes.filter(
      ({ write }) => write.resource.kind === 'Job' && write.verb === 'create',
    );
    expect(jobs).toHaveLength(1);
    expect(activity.entries[0]).toMatchObject({
      type: 'launch',
      actor: 'user:default/olga',
    });
    expect((await run(first.ref)).run).toMatchObject({
      origin: { kind: 'joint-run', id: 'joint-1/load' },
      peakUsers: 15,
      durationSeconds: 30,
    });
    expect(first).toMatchObject({ phase: 'starting' });
    expect(await parts.find('joint-1/load')).toMatchObject({ ref: first.ref });
    expect(await parts.find('joint-1/other')).toBeUndefined();
    expect((await work.running()).work).toMatchObject([
      {
        id: `loadtest:${first.ref}`,
        title: 'spike test of orders',
        startedBy: 'user:default/olga',
        path: `/resilience/load/runs/${first.ref}`,
      },
    ]);
    expect((await parts.check(ORDER, user('olga'))).refusals).toEqual([
      expect.stringMatching(/^user:default\/olga is loading this target/),
    ]);

    await parts.stop(first.ref, 'The steady state broke.');
    await parts.stop(first.ref, 'Again.');
    expect(await parts.state(first.ref)).toMatchObject({
      phase: 'ending',
      reason: expect.stringMatching(/steady state broke|./),
    });
    expect((await run(first.ref)).run.stop).toMatchObject({
      by: 'slipway',
      reason: 'The steady state broke.',
    });
    await expect(parts.state(order.id)).rejects.toThrow('no load run');
  });

  it('need a user', async () => {
    const { parts } = await setUp();
    await expect(
      parts.start({ ...ORDER, id: 'p' }, mockCredentials.service()),
    ).rejects.toThrow('Only a user');
  });
});

describe('startedPartOf', () => {
  const stored = (detail: Partial<RunDetail>) => ({
    detail: runDetail(detail),
    plan: runPlan(),
    lastSeq: 0,
    tables: { endpoints: [], errors: [], workers: [] },
  });
  const FROM = '2026-01-02T10:00:05.000Z';
  const UNTIL = '2026-01-02T10:01:05.000Z';

  it.each<[Partial<RunDetail>, object]>([
    [{ state: 'starting' }, { phase: 'starting' }],
    [{ state: 'running' }, { phase: 'starting' }],
    [
      { state: 'running', loadFrom: FROM },
      { phase: 'running', effectiveAt: FROM },
    ],
    [{ state: 'stopping', loadFrom: FROM }, { phase: 'ending' }],
    [
      { state: 'finished', loadFrom: FROM, loadUntil: UNTIL },
      { phase: 'ended', effectEndedAt: UNTIL, outcome: 'completed' },
    ],
    [
      { state: 'failed', problem: 'No pod.' },
      { phase: 'ended', outcome: 'failed', reason: 'No pod.' },
    ],
    [
      {
        state: 'stopped',
        stop: { at: UNTIL, by: 'slipway', reason: 'p95 was 900 ms.' },
      },
      { phase: 'ended', outcome: 'stopped', reason: 'p95 was 900 ms.' },
    ],
  ])('of %j', (detail, part) => {
    expect(startedPartOf(stored(detail))).toMatchObject(part);
  });

  it('has the verdict with all reasons once it is final', () => {
    const verdict = {
      outcome: 'inconclusive',
      final: true,
      reasons: ['The generator was overloaded.'],
      thresholds: [],
      requests: 10,
    } as const;
    const run = stored({ state: 'finished' });
    expect(
      startedPartOf({
        ...run,
        verdict: { ...verdict, reasons: [...verdict.reasons], thresholds: [] },
      }).verdict,
    ).toEqual({
      outcome: 'inconclusive',
      reasons: ['The generator was overloaded.'],
    });
    expect(startedPartOf(run)).not.toHaveProperty('verdict');
  });
});

describe('runningWorkOf', () => {
  it('says how much of the curve is done', () => {
    const run = runDetail({
      state: 'running',
      startedAt: '2026-01-02T10:00:00.000Z',
      now: { users: 8, wantedUsers: 10, requestsPerSecond: 8 },
      verdict: { outcome: 'fail', reason: 'p95', final: false },
    });
    expect(
      runningWorkOf(run, new Date('2026-01-02T10:00:15.000Z')),
    ).toMatchObject({
      progress: 0.25,
      state: 'running, 8 of 10 users, a threshold is broken',
      tone: 'degraded',
    });
  });
});
