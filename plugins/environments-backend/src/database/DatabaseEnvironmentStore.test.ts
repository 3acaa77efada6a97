import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { finished, started } from '@slipway/plugin-environments-common';
import { environment, operation, START } from '../__testUtils__/environments';
import { rowAfter } from '../engine/rowAfter';
import { DatabaseEnvironmentStore } from './DatabaseEnvironmentStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const NOW = new Date(START);
const LATER = new Date(NOW.getTime() + 60_000);

describe.each(databases.eachSupportedId())('environments on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    const store = await DatabaseEnvironmentStore.create({
      database: mockServices.database({ knex }),
    });
    const first = operation();
    const row = environment();
    expect(
      await store.create({ row, operation: first }, 'task:1'),
    ).toBeUndefined();
    return { store, first, row };
  }
  const same = <T>(value: T) => value;

  it('keeps an environment once for each task, and its name once', async () => {
    const { store, first, row } = await setUp();
    const second = { row, operation: operation() };
    expect(await store.create(second, 'task:1')).toMatchObject({
      row: { name: row.name },
      operation: { id: first.id },
    });
    await expect(store.create(second, 'task:2')).rejects.toThrow(
      'There is an environment orders-try already.',
    );
    await expect(store.create(second)).rejects.toThrow('already');
    expect(await store.list({})).toEqual([row]);
    expect(await store.list({ owner: 'group:default/other' })).toEqual([]);
  });

  it('has one open operation of each environment', async () => {
    const { store, first } = await setUp();
    await expect(store.start(operation(), same)).rejects.toThrow(
      'Another operation of orders-try is open.',
    );
    const ended = { ...first, state: 'failed' as const, endedAt: START };
    await store.changeOperation(first.id, ({ row }) => ({
      row,
      operation: ended,
    }));
    const next = operation({
      kind: 'check-drift',
      createdAt: LATER.toISOString(),
    });
    await store.start(next, same);
    // What ended is opened again only while nothing else is open.
    await expect(
      store.changeOperation(first.id, kept => ({
        ...kept,
        operation: { ...kept.operation, state: 'planning' },
      })),
    ).rejects.toThrow('Another operation');
    expect(
      (await store.operations('orders-try', 5)).map(one => one.id),
    ).toEqual([next.id, first.id]);
    expect((await store.latest('orders-try'))?.id).toBe(first.id);
  });

  it('only the owner of the lease keeps a step, with a cancellation that was asked for meanwhile', async () => {
    const { store, first } = await setUp();
    expect(await store.claim('a', NOW, 15_000)).toEqual([first.id]);
    expect(await store.claim('b', NOW, 15_000)).toEqual([]);
    const run = started(first, first.steps[0], START, 'terraform plan');
    const keep = (owner: string, next: typeof first) =>
      store.step(owner, next, (row, kept) => rowAfter(row, kept, START));
    expect(await keep('b', run)).toBeUndefined();
    expect(await keep('a', run)).toMatchObject({ operation: run });
    const cancel = { by: 'user:default/olga', at: START };
    await store.changeOperation(first.id, kept => ({
      ...kept,
      operation: { ...kept.operation, cancel },
    }));
    const done = finished(run, run.steps[0], { state: 'succeeded' }, START);
    expect((await keep('a', done))?.operation.cancel).toEqual(cancel);
    // A replica that is gone loses it.
    expect(await store.claim('b', LATER, 15_000)).toEqual([first.id]);
    expect(await keep('a', done)).toBeUndefined();
    await store.release('b');
    expect(await store.claim('c', LATER, 15_000)).toEqual([first.id]);
  });

  it('keeps what is encrypted until it expires', async () => {
    const { store, first } = await setUp();
    const sealed = { keyId: 'k', body: 'AAAA' };
    await store.seal(first.id, 'plan', { keyId: 'j', body: 'BBBB' }, START);
    await store.seal(first.id, 'plan', sealed, LATER.toISOString());
    expect(await store.sealed(first.id, 'plan')).toEqual(sealed);
    expect(await store.sealed(first.id, 'view')).toBeUndefined();
    expect(await store.deleteExpired(START)).toBe(0);
    expect(await store.deleteExpired(LATER.toISOString())).toBe(1);
    expect(await store.sealed(first.id, 'plan')).toBeUndefined();
  });

  it('forgets warnings when the end is another one', async () => {
    const { store } = await setUp();
    await store.setWarned('orders-try', ['2d']);
    await store.change('orders-try', row => ({ ...row, reason: 'x' }));
    expect(await store.warned('orders-try')).toEqual(['2d']);
    await store.change('orders-try', row => ({ ...row, expiresAt: null }));
    expect(await store.warned('orders-try')).toEqual([]);
    await expect(store.change('none', same)).rejects.toThrow(
      'There is no environment none.',
    );
  });

  it('gives the name of a destroyed environment free, and forgets it in time', async () => {
    const { store, first, row } = await setUp();
    await store.changeOperation(first.id, kept => ({
      row: { ...kept.row, state: 'destroyed' },
      operation: { ...kept.operation, state: 'succeeded' },
    }));
    expect(await store.list({})).toEqual([]);
    expect(await store.list({ destroyed: true })).toHaveLength(1);
    expect(await store.deleteBefore(START)).toEqual({ operations: [] });
    expect(await store.deleteBefore(LATER.toISOString())).toEqual({
      operations: [first.id],
    });
    expect(await store.find('orders-try')).toBeUndefined();
    const again = operation({ createdAt: LATER.toISOString() });
    expect(await store.create({ row, operation: again })).toBeUndefined();
    expect((await store.waiting()).length).toBe(0);
  });
});
