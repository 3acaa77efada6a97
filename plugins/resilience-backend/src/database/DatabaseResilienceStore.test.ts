import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { judge, SavedDesign } from '@slipway/plugin-resilience-common';
import { at, design, newRun, RUN_ID, START } from '../__testUtils__/engine';
import { DatabaseResilienceStore } from './DatabaseResilienceStore';
import { RunStep } from './ResilienceStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const SECOND_ID = '22222222-2222-4222-8222-222222222222';
const NOW = new Date(START);
const STOP = {
  at: START,
  cause: 'user',
  by: 'user:default/olga',
  reason: 'Enough.',
} as const;

const step = (changes: Partial<RunStep['detail']>, seq?: number): RunStep => ({
  detail: newRun(undefined, changes),
  at: at(5),
  verdict: judge(newRun(), []),
  ...(seq
    ? { sample: { seq, at: at(seq), all: { values: {}, empty: {} } } }
    : {}),
});

describe.each(databases.eachSupportedId())('joint runs on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    const create = () =>
      DatabaseResilienceStore.create({
        database: mockServices.database({ knex }),
      });
    const store = await create();
    expect(await store.open('a', newRun(), 15_000)).toBeUndefined();
    return { create, store };
  }

  it('has one run on a target, and says whose it is', async () => {
    const { create, store } = await setUp();
    const second = await create();
    const other = newRun(undefined, {
      id: SECOND_ID,
      startedBy: 'user:default/carla',
    });
    expect(await second.open('b', other, 15_000)).toMatchObject({
      id: RUN_ID,
      startedBy: 'user:default/olga',
    });
    expect(await store.find(SECOND_ID)).toBeUndefined();
    await store.step('a', step({ state: 'finished' }));
    expect(await store.active(newRun())).toBeUndefined();
    expect(await second.open('b', other, 15_000)).toBeUndefined();
    expect((await store.list({ limit: 10 })).map(run => run.id)).toEqual([
      RUN_ID,
      SECOND_ID,
    ]);
    expect(await store.list({ limit: 10, entityRef: 'a:b/c' })).toEqual([]);
    expect((await store.allActive()).map(run => run.id)).toEqual([SECOND_ID]);
  });

  it('gives a run to one engine, and to another when the first is gone', async () => {
    const { store } = await setUp();
    expect(await store.claim('b', NOW, 15_000)).toEqual([]);
    expect(await store.claim('a', NOW, 15_000)).toEqual([RUN_ID]);
    const later = new Date(NOW.getTime() + 16_000);
    expect(await store.claim('b', later, 15_000)).toEqual([RUN_ID]);
    expect(await store.step('a', step({}))).toBeUndefined();
    expect(await store.step('b', step({}))).toMatchObject({ id: RUN_ID });
    await store.release('b');
    expect(await store.claim('c', later, 15_000)).toEqual([RUN_ID]);
  });

  it('renews the lease of whoever claims again', async () => {
    const { store } = await setUp();
    const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
    for (const seconds of [0, 10, 20]) {
      expect(await store.claim('a', after(seconds), 15_000)).toEqual([RUN_ID]);
    }
    expect(await store.claim('b', after(34), 15_000)).toEqual([]);
    expect(await store.claim('b', after(36), 15_000)).toEqual([RUN_ID]);
  });

  it('keeps samples in their order, the verdict and the time of the step', async () => {
    const { store } = await setUp();
    await store.step('a', step({ state: 'baseline' }, 1));
    await store.step('a', step({ state: 'baseline' }, 2));
    expect((await store.samples(RUN_ID)).map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await store.find(RUN_ID)).toMatchObject({
      detail: { state: 'baseline' },
      steppedAt: at(5),
      verdict: { outcome: 'inconclusive' },
    });
    // An error of the driver, which is of another realm.
    await expect(
      store.step('a', step({ state: 'failed' }, 2)),
    ).rejects.toBeDefined();
    expect((await store.find(RUN_ID))?.detail.state).toBe('baseline');
  });

  it('finds the runs of services that touch a range, newest first', async () => {
    const { store } = await setUp();
    await store.step('a', step({ state: 'finished' }));
    const second = newRun(undefined, { id: SECOND_ID, createdAt: at(600) });
    await store.open('a', second, 15_000);
    const idsBetween = async (
      from: number,
      to: number,
      limit = 10,
      entityRefs = [second.entityRef, 'a:b/c'],
    ) => {
      const { runs, leftOut } = await store.between({
        entityRefs,
        from: Date.parse(at(from)),
        to: Date.parse(at(to)),
        limit,
      });
      return [runs.map(run => run.id), leftOut];
    };
    expect(await idsBetween(-60, 900)).toEqual([[SECOND_ID, RUN_ID], 0]);
    expect(await idsBetween(-60, 900, 1)).toEqual([[SECOND_ID], 1]);
    expect(await idsBetween(-60, 900, 10, ['a:b/c'])).toEqual([[], 0]);
    expect(await idsBetween(-60, 0)).toEqual([[RUN_ID], 0]);
    expect(await idsBetween(-60, -1)).toEqual([[], 0]);
    // The first ended with its step at 5 s; the second is under way.
    expect(await idsBetween(6, 599)).toEqual([[], 0]);
    expect(await idsBetween(6, 7200)).toEqual([[SECOND_ID], 0]);
  });

  it('does not lose a stop that is asked for during a step', async () => {
    const { store } = await setUp();
    expect(await store.requestStop(RUN_ID, STOP)).toBe(true);
    expect(await store.requestStop(RUN_ID, STOP)).toBe(false);
    expect(await store.requestStop(SECOND_ID, STOP)).toBe(false);
    expect(await store.step('a', step({ state: 'baseline' }))).toMatchObject({
      state: 'stopping',
      stop: STOP,
    });
    await store.step('a', step({ state: 'stopped', stop: STOP }));
    expect(await store.requestStop(RUN_ID, STOP)).toBe(false);
  });

  it('deletes the samples of a run that has ended, and then the run', async () => {
    const { store } = await setUp();
    const years = '2030-01-01T00:00:00.000Z';
    await store.step('a', step({ state: 'baseline' }, 1));
    expect(await store.endedBefore(years)).toEqual([]);
    const endedAt = at(120);
    await store.step('a', step({ state: 'finished', endedAt }, 2));
    const kept = { id: RUN_ID, countedFrom: endedAt, hasSeries: true };
    expect(await store.endedBefore(START)).toEqual([]);
    expect(await store.endedBefore(years)).toEqual([{ ...kept, isLast: true }]);
    const next = newRun(undefined, { id: SECOND_ID, createdAt: at(300) });
    await store.open('a', next, 15_000);
    expect(await store.endedBefore(years)).toEqual([
      { ...kept, isLast: false },
    ]);

    await store.deleteSeries(RUN_ID, years);
    expect(await store.samples(RUN_ID)).toEqual([]);
    expect(await store.find(RUN_ID)).toMatchObject({
      detail: { state: 'finished', samplesGoneAt: years },
      verdict: { outcome: 'inconclusive' },
    });
    expect(await store.endedBefore(years)).toEqual([
      { ...kept, hasSeries: false, isLast: false },
    ]);

    await store.deleteRun(RUN_ID);
    expect(await store.find(RUN_ID)).toBeUndefined();
    expect(await store.find(SECOND_ID)).toBeDefined();
  });

  it('keeps designs by name', async () => {
    const { store } = await setUp();
    const saved: SavedDesign = {
      id: RUN_ID,
      entityRef: 'component:default/orders',
      cluster: 'gke',
      namespace: 'shop',
      name: 'Nightly',
      design: design(),
      savedBy: 'user:default/olga',
      savedAt: START,
    };
    expect(await store.saveDesign(saved)).toBe(RUN_ID);
    expect(
      await store.saveDesign({ ...saved, id: SECOND_ID, savedAt: at(9) }),
    ).toBe(RUN_ID);
    expect(await store.designs(saved.entityRef)).toEqual([
      { ...saved, savedAt: at(9) },
    ]);
    expect(await store.designs('component:default/cart')).toEqual([]);
    expect(await store.deleteDesign('component:default/cart', RUN_ID)).toBe(
      false,
    );
    expect(await store.deleteDesign(saved.entityRef, RUN_ID)).toBe(true);
    expect(await store.designs(saved.entityRef)).toEqual([]);
  });
});
