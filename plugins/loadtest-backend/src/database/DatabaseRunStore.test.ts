import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  CREATED,
  masterSamples,
  RUN_ID,
  runDetail,
  runPlan,
} from '../__testUtils__/runs';
import { samplePoint } from '@slipway/plugin-loadtest-common';
import { DatabaseRunStore } from './DatabaseRunStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const SECOND_ID = '22222222-2222-4222-8222-222222222222';
const NOW = new Date(CREATED);
const steps = masterSamples(3).map(sample => ({
  sample,
  point: samplePoint([], sample, runDetail().userClasses),
}));

describe.each(databases.eachSupportedId())('runs on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    const create = () =>
      DatabaseRunStore.create({ database: mockServices.database({ knex }) });
    const store = await create();
    expect(
      await store.open('launcher', runDetail(), runPlan(), 'part:1'),
    ).toEqual({ state: 'opened' });
    return { create, store };
  }

  it('lets one of many load a target', async () => {
    const { create, store } = await setUp();
    const second = await create();
    const answer = await second.open(
      'other',
      runDetail({ id: SECOND_ID, startedBy: 'user:default/carla' }),
      runPlan({ id: SECOND_ID }),
    );
    expect(answer).toMatchObject({
      state: 'taken',
      run: { id: RUN_ID, startedBy: 'user:default/olga' },
    });
    expect(await store.listActive()).toMatchObject([{ id: RUN_ID }]);
    expect(await store.find(SECOND_ID)).toBeUndefined();
    await store.step('launcher', {
      detail: runDetail({ state: 'finished' }),
    });
    expect(
      await second.open(
        'other',
        runDetail({ id: SECOND_ID }),
        runPlan({ id: SECOND_ID }),
      ),
    ).toEqual({ state: 'opened' });
    expect(await store.list({ limit: 10 })).toHaveLength(2);
    expect(await store.list({ limit: 10, entityRef: 'x:y/z' })).toEqual([]);
  });

  it('opens one run for an order, also after its end', async () => {
    const { create, store } = await setUp();
    const second = await create();
    const again = () =>
      second.open(
        'other',
        runDetail({ id: SECOND_ID }),
        runPlan({ id: SECOND_ID }),
        'part:1',
      );
    const ordered = { state: 'ordered', run: { id: RUN_ID } };
    expect(await again()).toMatchObject(ordered);
    await store.step('launcher', { detail: runDetail({ state: 'finished' }) });
    expect(await again()).toMatchObject(ordered);
    expect(await second.ordered('part:1')).toMatchObject({ id: RUN_ID });
    expect(await second.ordered('part:2')).toBeUndefined();
    expect(await store.listActive()).toEqual([]);
  });

  it('gives a run to one follower, and to another when the first is gone', async () => {
    const { store } = await setUp();
    expect(await store.claim('a', NOW, 15_000)).toEqual([]);
    await store.release('launcher', RUN_ID);
    expect(await store.claim('a', NOW, 15_000)).toEqual([RUN_ID]);
    expect(await store.claim('b', NOW, 15_000)).toEqual([]);
    const later = new Date(NOW.getTime() + 16_000);
    expect(await store.claim('b', later, 15_000)).toEqual([RUN_ID]);
    expect(await store.step('a', { detail: runDetail() })).toBe(false);
    expect(await store.step('b', { detail: runDetail() })).toBe(true);
  });

  it('renews the lease of whoever claims again', async () => {
    const { store } = await setUp();
    const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
    await store.release('launcher', RUN_ID);
    for (const seconds of [0, 10, 20]) {
      expect(await store.claim('a', later(seconds), 15_000)).toEqual([RUN_ID]);
    }
    expect(await store.claim('b', later(34), 15_000)).toEqual([]);
    expect(await store.claim('b', later(36), 15_000)).toEqual([RUN_ID]);
  });

  it('takes a run that was left behind by whoever launched it, and none that is still being started', async () => {
    const { store } = await setUp();
    const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
    await store.renew('launcher', RUN_ID, later(30));
    await store.renew('somebody', RUN_ID, later(90));
    expect(await store.claim('a', later(29), 15_000)).toEqual([]);
    expect(await store.claim('a', later(31), 15_000)).toEqual([RUN_ID]);
  });

  it('takes a run whose launch was never renewed', async () => {
    const { store } = await setUp();
    const later = new Date(NOW.getTime() + 16_000);
    expect(await store.claim('a', later, 15_000)).toEqual([RUN_ID]);
  });

  it('keeps samples once and in order', async () => {
    const { store } = await setUp();
    const running = runDetail({ state: 'running' });
    await store.step('launcher', {
      detail: running,
      samples: steps.slice(0, 2),
    });
    await store.step('launcher', { detail: running, samples: steps });
    expect((await store.find(RUN_ID))?.lastSeq).toBe(3);
    expect((await store.points(RUN_ID)).map(({ seq }) => seq)).toEqual([
      1, 2, 3,
    ]);
    expect((await store.sample(RUN_ID, 2))?.seq).toBe(2);
    expect((await store.sample(RUN_ID))?.seq).toBe(3);
    expect((await store.samples(RUN_ID, 1, 1)).map(({ seq }) => seq)).toEqual([
      2,
    ]);
  });

  it('deletes the samples of a run that has ended, and then the run', async () => {
    const { store } = await setUp();
    await store.step('launcher', {
      detail: runDetail({ state: 'running' }),
      samples: steps,
      report: '<html>report</html>',
    });
    const later = '2026-06-01T00:00:00.000Z';
    expect(await store.endedBefore(later)).toEqual([]);
    await store.step('launcher', {
      detail: runDetail({ state: 'finished', hasReport: true }),
    });
    const kept = { id: RUN_ID, countedFrom: CREATED, isLast: true };
    expect(await store.endedBefore(CREATED)).toEqual([]);
    expect(await store.endedBefore(later)).toEqual([
      { ...kept, hasSeries: true },
    ]);
    const second = runDetail({ id: SECOND_ID, createdAt: later });
    await store.open('launcher', second, runPlan({ id: SECOND_ID }));
    expect(await store.endedBefore(later)).toEqual([
      { ...kept, isLast: false, hasSeries: true },
    ]);

    await store.deleteSeries(RUN_ID, later);
    expect((await store.find(RUN_ID))?.detail).toMatchObject({
      state: 'finished',
      hasReport: false,
      seriesGoneAt: later,
    });
    expect(await store.points(RUN_ID)).toEqual([]);
    expect(await store.report(RUN_ID)).toBeUndefined();
    expect(await store.endedBefore(later)).toEqual([
      { ...kept, isLast: false, hasSeries: false },
    ]);

    await store.deleteRun(RUN_ID);
    expect(await store.find(RUN_ID)).toBeUndefined();
  });

  it('finds the runs of services that touch a range, newest first', async () => {
    const { store } = await setUp();
    await store.step('launcher', { detail: runDetail({ state: 'finished' }) });
    const second = runDetail({
      id: SECOND_ID,
      createdAt: '2026-01-02T11:00:00.000Z',
      endsBy: '2026-01-02T11:03:00.000Z',
    });
    await store.open('launcher', second, runPlan({ id: SECOND_ID }));
    const { entityRef } = second;
    const idsBetween = async (
      from: string,
      to: string,
      limit = 10,
      entityRefs = [entityRef, 'a:b/c'],
    ) => {
      const { runs, leftOut } = await store.between({
        entityRefs,
        from: Date.parse(from),
        to: Date.parse(to),
        limit,
      });
      return [runs.map(run => run.id), leftOut];
    };
    const [DAY, NEXT] = ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z'];
    expect(await idsBetween(DAY, NEXT)).toEqual([[SECOND_ID, RUN_ID], 0]);
    expect(await idsBetween(DAY, NEXT, 1)).toEqual([[SECOND_ID], 1]);
    expect(await idsBetween(DAY, NEXT, 2)).toEqual([[SECOND_ID, RUN_ID], 0]);
    expect(await idsBetween(DAY, NEXT, 10, ['a:b/c'])).toEqual([[], 0]);
    expect(await idsBetween(DAY, '2026-01-02T10:01:00Z')).toEqual([
      [RUN_ID],
      0,
    ]);
    expect(await idsBetween('2026-01-02T10:04:00Z', NEXT)).toEqual([
      [SECOND_ID],
      0,
    ]);
    expect(await idsBetween('2026-01-02T12:00:00Z', NEXT)).toEqual([[], 0]);
  });

  it('does not lose a stop that is asked for during a step', async () => {
    const { store } = await setUp();
    const stop = { at: CREATED, by: 'user:default/olga', reason: 'Enough.' };
    expect(await store.requestStop(RUN_ID, stop)).toBe(true);
    await store.step('launcher', { detail: runDetail({ state: 'running' }) });
    expect((await store.find(RUN_ID))?.detail).toMatchObject({
      state: 'stopping',
      stop,
    });
    expect(await store.requestStop(RUN_ID, stop)).toBe(false);
    expect(await store.requestStop(SECOND_ID, stop)).toBe(false);
  });
});
