import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { LoadSchedule } from '@slipway/plugin-loadtest-common';
import { until } from '@slipway/test-utils';
import { startLoadTests, TARGET } from '../__testUtils__/orders';
import { DatabaseRunStore } from '../database/DatabaseRunStore';
import { DatabaseScheduleStore } from '../database/DatabaseScheduleStore';
import { OwnerRights } from './OwnerRights';
import { ScheduleStarter } from './ScheduleStarter';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const ID = '33333333-3333-4333-8333-333333333333';
const DUE = '2026-01-02T11:00:00.000Z';

const hourly = (rest: Partial<LoadSchedule> = {}): LoadSchedule => ({
  id: ID,
  entityRef: 'component:default/orders',
  cluster: 'gke',
  namespace: 'shop',
  profile: 'load',
  runner: 'kubernetes',
  cron: '0 * * * *',
  createdBy: 'user:default/olga',
  createdAt: '2026-01-02T10:00:00.000Z',
  state: 'active',
  nextAt: DUE,
  missed: 0,
  ...rest,
});

describe.each(databases.eachSupportedId())('schedules on %s', id => {
  async function setUp(owns = true) {
    const knex = await databases.init(id);
    const database = mockServices.database({ knex });
    await DatabaseRunStore.create({ database });
    const schedules = await DatabaseScheduleStore.create({ database });
    await schedules.add(hourly());
    const started: string[] = [];
    const troubles: LoadSchedule[] = [];
    let now = DUE;
    let fails: Error | undefined;
    const starter = () =>
      new ScheduleStarter({
        schedules,
        rights: { owns: async () => owns },
        startRun: async (_, at) => {
          if (fails) throw fails;
          started.push(at);
          return { runId: `run-${at}` };
        },
        logger: mockServices.logger.mock(),
        onTrouble: async one => {
          troubles.push(one);
        },
        now: () => new Date(now),
      });
    return {
      schedules,
      started,
      troubles,
      starter,
      at(time: string) {
        now = time;
      },
      fail(error: Error) {
        fails = error;
      },
    };
  }

  it('start one run over all replicas, and move on', async () => {
    const { schedules, started, starter, at } = await setUp();
    at('2026-01-02T10:59:59.000Z');
    await starter().tick();
    expect(started).toEqual([]);
    at('2026-01-02T11:00:03.000Z');
    await Promise.all([starter().tick(), starter().tick(), starter().tick()]);
    expect(started).toEqual([DUE]);
    expect(await schedules.list('component:default/orders')).toEqual([
      hourly({
        nextAt: '2026-01-02T12:00:00.000Z',
        last: { at: DUE, outcome: 'started', runId: `run-${DUE}` },
      }),
    ]);
  });

  it('say what was missed, and do not make up for it', async () => {
    const { schedules, started, starter, at } = await setUp();
    at('2026-01-02T13:20:00.000Z');
    await starter().tick();
    expect(started).toEqual([]);
    expect(await schedules.find(ID)).toMatchObject({
      missed: 3,
      nextAt: '2026-01-02T14:00:00.000Z',
      last: { at: DUE, outcome: 'missed' },
    });
  });

  it('stop when the creator does not own the service any more', async () => {
    const { schedules, started, starter, troubles, at } = await setUp(false);
    at('2026-01-02T11:00:03.000Z');
    await starter().tick();
    const stopped = {
      state: 'stopped',
      reason:
        'user:default/olga does not own component:default/orders any more.',
    };
    expect(await schedules.find(ID)).toMatchObject(stopped);
    expect(await schedules.find(ID)).not.toHaveProperty('nextAt');
    expect(troubles).toMatchObject([stopped]);
    at('2026-01-02T12:00:03.000Z');
    await starter().tick();
    expect(started).toEqual([]);
    expect(troubles).toHaveLength(1);
  });

  it('keep why a start was refused, without words that are not for users', async () => {
    const { schedules, starter, at, fail, troubles } = await setUp();
    fail(new Error('password=secret'));
    at('2026-01-02T11:00:03.000Z');
    await starter().tick();
    expect(await schedules.find(ID)).toMatchObject({
      state: 'active',
      last: {
        outcome: 'refused',
        reason: 'It failed; the portal’s log says why.',
      },
    });
    expect(troubles).toHaveLength(1);
  });
});

describe('the routes of schedules', () => {
  const make = async (
    test: Awaited<ReturnType<typeof startLoadTests>>,
    user: string,
    cron = '0 3 * * 1',
  ) =>
    test.as(user).post(`${TARGET}/schedules/actions/schedule`, {
      seen: { hash: (await test.suiteOf()).hash },
      args: { profile: 'load', runner: 'kubernetes', cron },
    });
  const list = async (test: Awaited<ReturnType<typeof startLoadTests>>) =>
    (
      await test
        .as('vera')
        .get('/api/loadtest/v1/entities/component/default/orders/schedules')
    ).body;

  it('make, pause, resume and delete', async () => {
    const test = await startLoadTests({ members: true });
    expect((await make(test, 'carla')).status).toBe(403);
    expect((await make(test, 'olga', '* * * * *')).status).toBe(400);
    const { status, body } = await make(test, 'olga');
    expect([status, body.scheduleId]).toEqual([200, expect.any(String)]);
    expect(await list(test)).toMatchObject([
      {
        id: body.scheduleId,
        state: 'active',
        createdBy: 'user:default/olga',
        next: [expect.any(String), expect.any(String), expect.any(String)],
      },
    ]);
    const path = `/api/loadtest/v1/schedules/${body.scheduleId}`;
    const act = (user: string, name: string) =>
      test.as(user).post(`${path}/actions/${name}`, {});
    expect((await act('carla', 'pause')).status).toBe(403);
    expect((await act('olga', 'pause')).status).toBe(200);
    expect(await list(test)).toMatchObject([{ state: 'paused', next: [] }]);
    expect((await act('olga', 'pause')).status).toBe(409);
    expect((await act('olga', 'resume')).status).toBe(200);
    expect((await act('olga', 'delete')).status).toBe(200);
    expect(await list(test)).toEqual([]);
    expect(test.activity.entries.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'schedule-load',
        'pause-load-schedule',
        'resume-load-schedule',
        'delete-load-schedule',
      ]),
    );
  });

  it('start a run as the creator when it is due', async () => {
    const knex = await databases.init('SQLITE_3');
    const test = await startLoadTests({
      members: true,
      database: mockServices.database({ knex }),
    });
    const { body } = await make(test, 'olga');
    const now = new Date().toISOString();
    const row = await knex('schedules').where({ id: body.scheduleId }).first();
    await knex('schedules')
      .where({ id: body.scheduleId })
      .update({
        next_at: now,
        detail: JSON.stringify({ ...JSON.parse(row.detail), nextAt: now }),
      });
    await until(
      'the schedule has started a run',
      async () => (await list(test))[0].last !== undefined,
    );
    const [{ last }] = await list(test);
    expect(last).toEqual({
      at: now,
      outcome: 'started',
      runId: expect.any(String),
    });
    expect((await test.run(last.runId)).run).toMatchObject({
      startedBy: 'user:default/olga',
      origin: { kind: 'schedule', id: body.scheduleId },
    });
    expect(test.activity.entries).toContainEqual(
      expect.objectContaining({ type: 'launch', actor: 'user:default/olga' }),
    );
  });

  it('refuse whoever does not own the service by the catalog', async () => {
    const test = await startLoadTests();
    const { status, body } = await make(test, 'olga');
    expect([status, body.error.message]).toEqual([
      403,
      expect.stringContaining('Only an owner may schedule'),
    ]);
  });

  it('refuse production', async () => {
    const test = await startLoadTests({ environment: 'prod', members: true });
    const { status, body } = await test
      .as('olga')
      .post(`${TARGET}/schedules/actions/schedule`, {
        seen: { hash: (await test.suiteOf()).hash },
        args: { profile: 'load', runner: 'kubernetes', cron: '0 3 * * 1' },
        confirm: { name: 'orders' },
      });
    expect([status, body.error.message]).toEqual([
      403,
      expect.stringMatching(/Nothing starts by itself in production/),
    ]);
  });

  it('are refused where each run needs an approval', async () => {
    const test = await startLoadTests({
      members: true,
      limits: { dev: { approval: true } },
    });
    const { status, body } = await make(test, 'olga');
    expect([status, body.error.message]).toEqual([
      403,
      expect.stringContaining('needs an approval of its own'),
    ]);
  });
});

describe('OwnerRights', () => {
  const rights = (member: boolean) =>
    new OwnerRights({
      auth: mockServices.auth(),
      catalog: {
        getEntityByRef: async ref => {
          const [kind, name] = String(ref)
            .split(/[:/]/)
            .filter(one => one !== 'default');
          if (name === 'gone') return undefined;
          const relation =
            kind === 'user'
              ? { type: 'memberOf', targetRef: 'group:default/team' }
              : { type: 'ownedBy', targetRef: 'group:default/team' };
          return {
            apiVersion: 'v1',
            kind,
            metadata: { name },
            relations: kind === 'user' && !member ? [] : [relation],
          };
        },
      },
    });

  it.each([
    [true, 'user:default/olga', true],
    [false, 'user:default/olga', false],
    [true, 'user:default/gone', false],
  ])('member %s, %s: %s', async (member, user, owns) => {
    expect(await rights(member).owns(user, 'component:default/orders')).toBe(
      owns,
    );
  });
});
