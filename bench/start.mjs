#!/usr/bin/env node
/**
 * From `npm start` to a usable page, with and without the sandbox, and what the
 * sandbox costs idle. Method and figures: bench/README.md.
 */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, STATE } from '../scripts/lib/paths.mjs';
import { freePort } from '../scripts/lib/portal.mjs';
import { ensureApp, ensureDependencies } from '../scripts/lib/prepare.mjs';
import { giveUp, step } from '../scripts/lib/say.mjs';
import { ensureToolchain } from '../scripts/lib/toolchain.mjs';
import { cpuSeconds, keepResult, summarise, tokenOf } from './lib.mjs';

const RUNS = 3;
const IDLE_SECONDS = 60;
const pause = milliseconds =>
  new Promise(resolve => setTimeout(resolve, milliseconds));

/** Process id of the sandbox that the start with this process id has brought up. */
function sandboxOf(parent) {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .find(pid => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return (
          words.some(word => word.endsWith('packages/sandbox/src/main.ts')) &&
          words[words.indexOf('--parent') + 1] === String(parent)
        );
      } catch {
        return false; // it has ended meanwhile
      }
    });
}

/** What the list of rollouts says, or undefined while it does not answer. */
async function rollouts(url) {
  try {
    const response = await fetch(`${url}/api/rollouts/v1/rollouts`, {
      headers: { authorization: `Bearer ${await tokenOf(url, 'vera')}` },
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Starts everything as `npm start` does and waits until `usable` says so. */
async function oneStart(args, usable, then = async () => ({})) {
  for (const folder of ['sandbox', 'db']) {
    rmSync(join(STATE, folder), { recursive: true, force: true });
  }
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(ROOT, 'scripts/start.mjs'),
      '--no-open',
      '--port',
      String(port),
      ...args,
    ],
    { cwd: ROOT, stdio: 'ignore' },
  );
  const exited = new Promise(resolve => {
    child.once('exit', resolve);
  });
  try {
    const deadline = Date.now() + 120_000;
    for (;;) {
      const list = await rollouts(url);
      if (list && usable(list)) break;
      if (Date.now() > deadline)
        throw new Error(`${url} was not usable in time`);
      await pause(100);
    }
    const seconds = (performance.now() - began) / 1000;
    return { seconds, ...(await then(child.pid)) };
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

async function measure() {
  const alone = [];
  const together = [];
  let idle;
  for (let run = 1; run <= RUNS; run += 1) {
    alone.push(
      (
        await step(`Start ${run}, without the sandbox`, () =>
          oneStart(['--catalog-only'], () => true),
        )
      ).seconds,
    );
    const result = await step(`Start ${run}, with the sandbox`, () =>
      oneStart(
        [],
        // Rollouts of all three clusters, each with its owner: the page can be used.
        ({ items }) =>
          new Set(items.map(({ ref }) => ref.cluster)).size === 3 &&
          items.every(({ entity }) => entity.state === 'bound'),
        async pid => {
          if (run < RUNS) return {};
          const sandbox = sandboxOf(pid);
          await pause(20_000);
          const before = cpuSeconds(sandbox);
          await pause(IDLE_SECONDS * 1000);
          return {
            idle: (cpuSeconds(sandbox) - before) / IDLE_SECONDS,
          };
        },
      ),
    );
    together.push(result.seconds);
    idle = result.idle ?? idle;
  }
  return {
    withoutSandboxSeconds: summarise(alone),
    withSandboxSeconds: summarise(together),
    sandboxShareOfACore: idle,
  };
}

async function main() {
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);
  const result = await measure();
  console.log(JSON.stringify(result, null, 2));
  keepResult('start', {
    goal: 'with the sandbox at most 5 s more; idle under 0.05 of a core',
    ...result,
  });
}

main().catch(giveUp);
