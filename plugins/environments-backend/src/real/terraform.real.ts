/**
 * Environments with the real Terraform: plan, apply of exactly that plan, locks,
 * interrupts and crashes, on a root that needs no provider of its own.
 * SLIPWAY_TERRAFORM is the path of the program.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  KeyRing,
  LocalStates,
  OLGA,
  ProcessRunner,
  REQUEST,
  startPortal,
} from '../testUtils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import knexFactory, { Knex } from 'knex';

const TERRAFORM = process.env.SLIPWAY_TERRAFORM ?? '';
const CODE = resolvePackagePath(
  '@slipway/plugin-environments-backend',
  'src',
  'real',
);
const SECRET = 'planted-secret-of-the-environment';
const OMAR = 'user:default/omar';
const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => quiet,
};

let base: string;
before(() => {
  assert.ok(TERRAFORM, 'SLIPWAY_TERRAFORM is not set');
  base = mkdtempSync(join(tmpdir(), 'slipway-terraform-'));
});
after(() => rmSync(base, { recursive: true, force: true }));

async function setUp(env: Record<string, string> = {}) {
  const folder = join(base, randomUUID());
  const states = new LocalStates(join(folder, 'states'));
  const knex: Knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const secrets: string[] = [];
  const runner = new ProcessRunner({
    directory: join(folder, 'operations'),
    terraform: TERRAFORM,
    code: CODE,
    root: 'root',
    clusterName: 'local',
    backend: name => ({ path: states.pathOf(name) }),
    env: { TF_VAR_password: SECRET, ...env },
    timeoutSeconds: 120,
    states,
    secretsOf: async () => secrets,
  });
  const shared = {
    database: { getClient: async () => knex },
    logger: quiet,
    runner,
    folder,
    keys: new KeyRing([KeyRing.generate()]),
  };
  const portal = await startPortal(shared);
  return {
    folder,
    knex,
    portal,
    runner,
    states,
    another: () => startPortal(shared),
    processOf: (job: string, who: 'supervisor' | 'tool'): number =>
      JSON.parse(
        readFileSync(
          join(
            folder,
            'operations',
            job.slice(0, 36),
            'jobs',
            job,
            `${who}.json`,
          ),
          'utf8',
        ),
      ).pid,
    /** Looks until an apply has the lock. */
    async untilLocked(): Promise<string> {
      while (!(await states.lock(REQUEST.name))) {
        await portal.engine.tick();
        await sleep(50);
      }
      const [{ id }] = await portal.store.operations(REQUEST.name, 1);
      return id;
    },
    async planned() {
      await portal.service.create(REQUEST, OLGA);
      return portal.until('waiting');
    },
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());
}

describe('terraform', { timeout: 240_000 }, () => {
  it('applies exactly the plan that was read; a planted secret is nowhere in clear', async () => {
    const { folder, knex, portal, states } = await setUp();
    const { operation } = await portal.service
      .create(REQUEST, OLGA)
      .then(() => portal.until('waiting'));
    assert.equal(operation.plan?.counts.create, 2);
    const view = await portal.service.plan(REQUEST.name, operation.id);
    assert.deepEqual(
      view.resources.map(({ address, change }) => [address, change]),
      [
        ['terraform_data.namespace', 'create'],
        ['terraform_data.service["order-service"]', 'create'],
      ],
    );
    await portal.apply(OMAR);
    const done = await portal.until('succeeded');
    assert.equal(done.row.state, 'ready');
    assert.equal(done.row.outputs.namespace, REQUEST.name);
    assert.equal(await states.resources(REQUEST.name), 2);

    await portal.service.start(REQUEST.name, 'change', OLGA, {
      services: { 'order-service': { version: '1.5.0' } },
    });
    const changed = await portal.until('waiting');
    assert.deepEqual(changed.operation.plan?.destroys, [
      'terraform_data.service["order-service"]',
    ]);
    const changes = await portal.service.plan(
      REQUEST.name,
      changed.operation.id,
    );
    assert.equal(JSON.stringify(changes).includes(SECRET), false);

    // In the state of Terraform itself it stands, as Terraform has it: that is why states are kept apart.
    for (const path of filesBelow(folder)) {
      if (path.startsWith(join(folder, 'states'))) continue;
      assert.equal(readFileSync(path).includes(SECRET), false, path);
    }
    for (const table of ['environments', 'operations', 'sealed']) {
      assert.equal(JSON.stringify(await knex(table)).includes(SECRET), false);
    }
  });

  it('says who holds a lock, to the second user', async () => {
    const { portal, untilLocked, planned, states, folder } = await setUp({
      TF_VAR_hold_seconds: '6',
    });
    await planned();
    await portal.apply();
    const id = await untilLocked();
    const lock = JSON.parse((await states.lock(REQUEST.name)) ?? '{}');
    // Somebody else, with a terminal, on the same state.
    const root = join(folder, 'operations', id, 'code', 'root');
    const said = await new Promise<string>(done => {
      const child = spawn(TERRAFORM, ['plan', '-input=false', '-no-color'], {
        cwd: root,
        env: {
          PATH: process.env.PATH,
          TF_VAR_password: SECRET,
          CHECKPOINT_DISABLE: '1',
        },
      });
      let text = '';
      child.stderr.on('data', chunk => (text += chunk));
      child.on('close', () => done(text));
    });
    assert.match(said, /Error acquiring the state lock/);
    assert.ok(said.includes(lock.ID));
    await portal.until('succeeded');
  });

  it('cancels an apply: the lock is released, and a new plan says what is left', async () => {
    const { portal, untilLocked, planned } = await setUp({
      TF_VAR_hold_seconds: '60',
    });
    await planned();
    await portal.apply();
    const id = await untilLocked();
    await sleep(500);
    await portal.service.cancel(id, OLGA);
    const { operation } = await portal.until('cancelled');
    assert.equal(operation.reason, `Cancelled by ${OLGA}.`);
    await portal.service.retry(id, 'plan');
    const again = await portal.until('waiting');
    assert.ok(again.operation.plan);
  });

  it('a killed portal: the next one follows what runs; nothing is applied twice', async () => {
    const { another, portal, untilLocked, planned, states } = await setUp({
      TF_VAR_hold_seconds: '2',
    });
    await planned();
    await portal.apply();
    await untilLocked();
    // As a lease that ran out: nothing of the first one is told to the second.
    await portal.store.release(portal.engine.owner);
    const next = await another();
    const { operation, row } = await next.until('succeeded');
    assert.equal(row.state, 'ready');
    assert.equal(operation.steps[2].attempt, 1);
    assert.equal(await states.resources(REQUEST.name), 2);
  });

  for (const who of ['supervisor', 'tool', 'both'] as const) {
    it(`kill -9 of ${who} in an apply ends in a true state, and can be retried`, async () => {
      const { portal, untilLocked, planned, processOf, runner, states } =
        await setUp({ TF_VAR_hold_seconds: '3' });
      await planned();
      await portal.apply();
      const id = await untilLocked();
      const job = `${id}-3-1`;
      const pids = (['supervisor', 'tool'] as const)
        .filter(one => who === 'both' || who === one)
        .map(one => processOf(job, one));
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await assert.rejects(portal.until('succeeded'), /failed: /);
      assert.notEqual((await runner.find(job)).is, 'running');
      assert.equal((await portal.service.get(REQUEST.name)).state, 'failed');
      await portal.service.retry(id, 'plan');
      const { operation } = await portal.until('waiting');
      const { create = 0 } = operation.plan?.counts ?? {};
      assert.equal(
        create + ((await states.resources(REQUEST.name)) ?? 0) >= 2,
        true,
      );
      await portal.apply();
      const done = await portal.until('succeeded');
      assert.equal(done.row.state, 'ready');
      assert.equal(await states.resources(REQUEST.name), 2);
    });
  }

  it('refuses a plan of which the state is another one now', async () => {
    const { portal, planned, states, folder } = await setUp();
    await planned();
    await portal.apply();
    await portal.until('succeeded');
    const operation = await portal.service.start(REQUEST.name, 'destroy', OLGA);
    await portal.until('waiting');
    const root = join(folder, 'operations', operation.id, 'code', 'root');
    const first = await states.version(REQUEST.name);
    await new Promise(done =>
      spawn(
        TERRAFORM,
        [
          'apply',
          '-auto-approve',
          '-input=false',
          '-replace=terraform_data.namespace',
        ],
        {
          cwd: root,
          stdio: 'ignore',
          env: {
            PATH: process.env.PATH,
            TF_VAR_password: SECRET,
            CHECKPOINT_DISABLE: '1',
          },
        },
      ).on('close', done),
    );
    assert.notDeepEqual(await states.version(REQUEST.name), first);
    const { operation: stale } = await portal.service.facts(REQUEST.name);
    assert.match(
      stale?.plan?.stale ?? '',
      /^The state changed after it was planned/,
    );
    await portal.apply(OLGA, 'allowed');
    await assert.rejects(portal.until('succeeded'), /Retry makes a new plan/);
    await portal.service.retry(operation.id, 'plan');
    await portal.until('waiting');
    await portal.apply(OLGA, 'allowed');
    const gone = await portal.until('succeeded');
    assert.equal(gone.row.state, 'destroyed');
    assert.equal(await states.resources(REQUEST.name), 0);
  });
});
