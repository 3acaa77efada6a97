import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OLGA, REQUEST, startPortal } from '../testing/startPortal';
import { fakeProcessRunner } from '../__testUtils__/processRunner';
import { KeyRing } from '../secrets/KeyRing';

jest.setTimeout(120_000);

const directory = createMockDirectory();
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

async function setUp(
  env: Record<string, string> = {},
  options: { now?(): number } = {},
) {
  const parts = fakeProcessRunner(directory, {
    env,
    secrets: ['sensitive-of-plan'],
  });
  const knex = await databases.init('SQLITE_3');
  const shared = {
    ...options,
    database: mockServices.database({ knex }),
    logger: mockServices.logger.mock(),
    runner: parts.runner,
    folder: parts.folder,
    keys: new KeyRing([KeyRing.generate()]),
  };
  const portal = await startPortal(shared);
  return {
    ...parts,
    knex,
    portal,
    /** Another replica, or the next start. */
    another: () => startPortal(shared),
    toolOf: (id: string) =>
      JSON.parse(
        readFileSync(
          join(
            parts.folder,
            'operations',
            id.slice(0, 36),
            'jobs',
            id,
            'tool.json',
          ),
          'utf8',
        ),
      ).pid as number,
  };
}

describe('EnvironmentEngine', () => {
  it('plans, waits, applies exactly that plan, and destroys', async () => {
    const { portal, states, knex } = await setUp();
    await portal.service.create(REQUEST, OLGA);
    const planned = await portal.until('waiting');
    expect(planned.row).toMatchObject({
      state: 'waiting',
      reason: 'The plan is ready: 1 to create.',
      operation: { counts: { create: 1 } },
    });
    expect(planned.operation.steps.slice(0, 2)).toMatchObject([
      { name: 'terraform:plan', state: 'succeeded' },
      { name: 'helmfile:diff', state: 'skipped' },
    ]);
    const view = await portal.service.plan('orders-try', planned.operation.id);
    expect(view.resources).toMatchObject([
      { address: 'fake_environment.this', change: 'create' },
    ]);
    expect(JSON.stringify(view)).not.toContain('sensitive-of-plan');

    await portal.apply();
    const done = await portal.until('succeeded');
    expect(done.row).toMatchObject({
      state: 'ready',
      outputs: { namespace: 'orders-try' },
    });
    expect(done.row.appliedAt).toBeDefined();
    expect(done.row.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(await states.version('orders-try')).toMatchObject({ serial: 1 });
    for (const table of ['environments', 'operations', 'sealed']) {
      const text = JSON.stringify(await knex(table));
      expect([table, text.includes('sensitive-of-plan')]).toEqual([
        table,
        false,
      ]);
    }

    await portal.service.start('orders-try', 'destroy', OLGA);
    const ending = await portal.until('waiting');
    expect(ending.operation.plan).toMatchObject({
      destroys: ['fake_environment.this'],
      needsApproval: expect.stringContaining('destroys the environment'),
    });
    await expect(portal.apply()).rejects.toThrow('somebody else must allow');
    await portal.apply(OLGA, 'approval-1');
    const gone = await portal.until('succeeded');
    expect(gone.row.state).toBe('destroyed');
    expect(await states.resources('orders-try')).toBe(0);
    expect(portal.ends).toEqual([
      ['create', 'waiting'],
      ['create', 'succeeded'],
      ['destroy', 'waiting'],
      ['destroy', 'succeeded'],
    ]);
  });

  it('another replica continues what one left in the middle of an apply', async () => {
    const { portal, another, states } = await setUp({ FAKE_APPLY_MS: '700' });
    await portal.service.create(REQUEST, OLGA);
    await portal.until('waiting');
    await portal.apply();
    while (!(await states.lock('orders-try'))) {
      await portal.engine.tick();
      await sleep(10);
    }
    await portal.engine.stop();
    const second = await another();
    const done = await second.until('succeeded');
    expect(done.row.state).toBe('ready');
    expect(await states.version('orders-try')).toMatchObject({ serial: 1 });
    expect(done.operation.steps[2]).toMatchObject({ attempt: 1 });
  });

  it('a killed terraform: the lock is ours, is proven free, and released by a user', async () => {
    const { portal, states, toolOf } = await setUp({ FAKE_APPLY_MS: '60000' });
    // As S3 has it: a lock stays when its process is killed.
    Object.assign(states, { lockSurvives: true });
    await portal.service.create(REQUEST, OLGA);
    await portal.until('waiting');
    await portal.apply();
    const lockOf = async () =>
      (await portal.service.facts('orders-try')).operation?.steps[2].lockId;
    while (!(await lockOf())) {
      await portal.engine.tick();
      await sleep(10);
    }
    const [{ id }] = await portal.store.operations('orders-try', 1);
    process.kill(toolOf(`${id}-3-1`), 'SIGKILL');
    await expect(portal.until('succeeded')).rejects.toThrow(
      'terraform:apply ended with exit code 130',
    );
    await portal.service.retry(id, 'plan');
    await expect(portal.until('waiting')).rejects.toThrow(
      /lock-held: The state is locked since .* by terraform:apply of operation/,
    );
    const { operation, row } = await portal.service.facts('orders-try');
    expect(row.state).toBe('lock-held');
    expect(operation?.lock).toMatchObject({ mayUnlock: true, who: OLGA });
    await expect(
      portal.service.unlock('orders-try', id, 'another'),
    ).rejects.toThrow('not the one that you saw');
    await portal.service.unlock('orders-try', id, operation!.lock!.id);
    expect(await states.lock('orders-try')).toBeUndefined();
    await portal.service.retry(id, 'plan');
    expect((await portal.until('waiting')).operation.plan?.counts.create).toBe(
      1,
    );
  });

  it('a lock of somebody else is explained, and not released', async () => {
    const { portal, states } = await setUp();
    Object.assign(states, {
      lockSurvives: true,
      lock: async () =>
        JSON.stringify({
          ID: 'theirs',
          Operation: 'OperationTypeApply',
          Who: 'omar@laptop',
          Created: '2026-11-30T11:00:00Z',
        }),
    });
    await portal.service.create(REQUEST, OLGA);
    await expect(portal.until('waiting')).rejects.toThrow(
      /by omar@laptop with an apply, not with the portal/,
    );
    const { operation } = await portal.service.facts('orders-try');
    expect(operation?.lock?.mayUnlock).toBe(false);
    await expect(
      portal.service.unlock('orders-try', operation!.id, 'theirs'),
    ).rejects.toThrow('The portal did not take this lock');
  });

  it('cancels: the lock is released, nothing was changed', async () => {
    const { portal, states } = await setUp({ FAKE_PLAN_MS: '60000' });
    const { operation } = await portal.service.create(REQUEST, OLGA);
    while (!(await states.lock('orders-try'))) {
      await portal.engine.tick();
      await sleep(10);
    }
    await portal.service.cancel(operation.id, OLGA);
    const ended = await portal.until('cancelled');
    expect(ended.operation.reason).toBe('Cancelled by user:default/olga.');
    expect(await states.lock('orders-try')).toBeUndefined();
    await expect(portal.service.cancel(operation.id, OLGA)).rejects.toThrow(
      'It has ended already.',
    );
  });

  it('refuses a plan that is stale: the inputs changed, the state changed, it expired', async () => {
    let offset = 0;
    const { portal } = await setUp({}, { now: () => Date.now() + offset });
    const stale = async () =>
      (await portal.service.facts('orders-try')).operation?.plan?.stale;
    await portal.service.create(REQUEST, OLGA);
    const { operation } = await portal.until('waiting');
    expect(await stale()).toBeUndefined();
    const later = new Date(Date.now() + 99 * 3_600_000).toISOString();
    await portal.service.extend('orders-try', later, OLGA);
    expect(await stale()).toBe(
      'What the environment is asked to be changed after it was planned.',
    );
    await portal.apply();
    await expect(portal.until('succeeded')).rejects.toThrow(
      'Retry makes a new plan.',
    );
    await portal.service.retry(operation.id, 'plan');
    await portal.until('waiting');
    offset = 25 * 3_600_000;
    expect(await stale()).toMatch(/^The plan expired at /);
  });

  it('a supervisor that is killed in an apply: the end is not known, and said to be', async () => {
    const { portal, states, folder, toolOf } = await setUp({
      FAKE_APPLY_MS: '60000',
    });
    await portal.service.create(REQUEST, OLGA);
    await portal.until('waiting');
    await portal.apply();
    while (!(await states.lock('orders-try'))) {
      await portal.engine.tick();
      await sleep(10);
    }
    const [{ id }] = await portal.store.operations('orders-try', 1);
    const job = `${id}-3-1`;
    const supervisor = JSON.parse(
      readFileSync(
        join(folder, 'operations', id, 'jobs', job, 'supervisor.json'),
        'utf8',
      ),
    ).pid;
    process.kill(supervisor, 'SIGKILL');
    process.kill(toolOf(job), 'SIGKILL');
    await expect(portal.until('succeeded')).rejects.toThrow(
      'It is not known how terraform:apply ended',
    );
    const { operation } = await portal.service.facts('orders-try');
    expect(operation?.steps[2].state).toBe('unknown');
  });
});
