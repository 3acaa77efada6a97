import assert from 'node:assert/strict';
import { spawn, StdioOptions } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cleaner, cleanUp, temporaryFolder } from './lib/cleaner';
import { startEverything } from './lib/npmStart';
import { signIn } from './lib/users';
import { sharedPortal, startOwnPortal } from './lib/portals';
import { cpuSecondsOf, isRunning, residentMegabytesOf } from './lib/processes';
import { portalScripts, tools } from './lib/scripts';
import { START_MS, until } from './lib/wait';

/** How long what has lost its parent may take to end. */
const SECONDS = 30_000;

/** Asks a portal many times, each of which it logs in a line of its own: more than a pipe holds. */
async function manyRequests(url: string): Promise<void> {
  for (let sent = 0; sent < 600; sent += 20) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        fetch(`${url}/api/catalog/entities?filter=kind=x`),
      ),
    );
    assert.ok(answers.every(({ status }) => status === 401));
  }
}

/** Starts a portal as another program than our scripts would, with these streams. */
async function startBare(cleaner: Cleaner, stdio: StdioOptions) {
  const { freePort, portalCommand } = await portalScripts();
  const stateDir = join(temporaryFolder(cleaner), 'db');
  mkdirSync(stateDir);
  const { url, file, args, cwd, env } = portalCommand(tools, {
    configs: ['packages/e2e/app-config.e2e.yaml'],
    port: await freePort(),
    stateDir,
  });
  const child = spawn(file, args, { cwd, env, stdio });
  const pid = child.pid ?? 0;
  const exited = new Promise<void>(resolve => {
    child.once('exit', () => resolve());
  });
  cleanUp(cleaner, async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await until(
    'the portal is ready',
    async () => {
      assert.equal(child.exitCode, null);
      const answer = await fetch(`${url}/.backstage/health/v1/readiness`).catch(
        () => undefined,
      );
      return answer?.ok;
    },
    START_MS,
  );
  return { url, pid, child, exited };
}

/** Holds a portal whose output is lost to what it should be: at work, idle when nobody asks, and ending when it is asked to. */
async function assertWellWithoutOutput(
  portal: Awaited<ReturnType<typeof startBare>>,
): Promise<void> {
  await manyRequests(portal.url);
  const memory = residentMegabytesOf(portal.pid);
  const used = cpuSecondsOf(portal.pid);
  await sleep(5_000);
  // The loop that this is about takes all of a core, and gigabytes.
  assert.ok(cpuSecondsOf(portal.pid) - used < 3, 'it does not run in circles');
  assert.ok(residentMegabytesOf(portal.pid) - memory < 300, 'nor collect');
  const vera = await signIn(portal, 'vera');
  assert.equal((await vera.ask('/api/catalog/entities')).status, 200);
  portal.child.kill('SIGTERM');
  await until(
    'the portal ends when it is asked to',
    () => !isRunning(portal.pid),
  );
}

describe('processes', { concurrency: 2 }, () => {
  it('a portal whose output nobody reads any more continues', async t => {
    const portal = await startBare(t, ['ignore', 'pipe', 'pipe']);
    portal.child.stdout?.destroy();
    portal.child.stderr?.destroy();
    await assertWellWithoutOutput(portal);
  });

  it('a portal whose output goes to a full disk continues', async t => {
    const full = openSync('/dev/full', 'w');
    await assertWellWithoutOutput(await startBare(t, ['ignore', full, full]));
  });

  it('a killed start script takes portal and sandbox with it, and the next start works at once', async t => {
    const state = temporaryFolder(t);
    const first = await startEverything(t, { state });
    const portal = await first.portalPid();
    const sandbox = await first.sandboxPid();
    await first.ready();

    // A second start beside it is refused by name.
    const second = await startEverything(t, {
      state,
      args: ['--catalog-only'],
    });
    assert.equal((await second.exited).code, 1);
    assert.match(
      second.output(),
      new RegExp(`process ${first.pid}, on port ${first.port}\\b`),
    );

    // Stopped, it reads nothing of what the portal prints, which is no reason to wait.
    process.kill(first.pid, 'SIGSTOP');
    await manyRequests(first.url);
    const third = await startEverything(t, {
      state,
      args: ['--catalog-only'],
    });
    assert.equal((await third.exited).code, 1);
    assert.match(third.output(), new RegExp(`process ${first.pid}\\b`));

    process.kill(first.pid, 'SIGKILL');
    const fourth = await startEverything(t, {
      state,
      port: first.port,
      args: ['--catalog-only'],
    });
    await until('the portal ends', () => !isRunning(portal), SECONDS);
    await until('the sandbox ends', () => !isRunning(sandbox), SECONDS);
    await fourth.ready();
    // The first start may have been killed before its catalog knew a user.
    const vera = await until('vera can sign in', () =>
      signIn(fourth, 'vera').catch(() => undefined),
    );
    assert.equal((await vera.ask('/api/catalog/entities')).status, 200);
  });

  it('a second portal on the same databases is refused with the process that has them', async t => {
    const { pid, stateDir } = sharedPortal();
    const folder = join(stateDir, '..');
    const portal = await startOwnPortal(t, { folder });
    await assert.rejects(
      portal.ready(),
      new RegExp(
        `^Error: The portal does not start: The databases in ${stateDir} are in use by process ${pid}. End it \\(kill ${pid}\\)[^\\n]*$`,
      ),
    );
    assert.ok(isRunning(pid));
  });

  it('a damaged database is named with what to do about it', async t => {
    const folder = temporaryFolder(t);
    mkdirSync(join(folder, 'db'));
    for (const plugin of ['activity', 'catalog', 'scaffolder']) {
      writeFileSync(join(folder, `db/${plugin}.sqlite`), 'x'.repeat(10_000));
    }
    const portal = await startOwnPortal(t, { folder });
    await assert.rejects(portal.ready(), (error: Error) => {
      for (const plugin of ['activity', 'catalog', 'scaffolder']) {
        const file = join(folder, `db/${plugin}.sqlite`);
        assert.match(
          error.message,
          new RegExp(
            `The database file ${file} of plugin ${plugin} is no SQLite database.*mv '${file}'`,
          ),
        );
      }
      return true;
    });
  });
});
