#!/usr/bin/env node
/**
 * What one user's flood costs others: the list of rollouts of another user,
 * before and during each kind of flood. Method and figures: bench/README.md.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freePorts, startPortal } from '../scripts/lib/portal.mjs';
import { ensureApp, ensureDependencies } from '../scripts/lib/prepare.mjs';
import { startSandbox } from '../scripts/lib/sandbox.mjs';
import { giveUp, say, step } from '../scripts/lib/say.mjs';
import { ensureToolchain } from '../scripts/lib/toolchain.mjs';
import { FLOODS, listTimes, startFlood } from './floods.mjs';
import { cpuSeconds, keepResult, summarise, tokenOf } from './lib.mjs';

const QUIET_MS = 10_000;
const FLOOD_MS = 15_000;
const PAUSE_MS = 8_000;
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
const round = figures =>
  Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      key,
      Number(value.toFixed(1)),
    ]),
  );

async function measure({ url, pid }) {
  const [vera, olga] = await Promise.all([
    tokenOf(url, 'vera'),
    tokenOf(url, 'olga'),
  ]);
  await listTimes(url, olga, 3_000); // what is compiled once is compiled
  const rounds = [];
  const wanted = process.argv[2] ? [process.argv[2]] : FLOODS;
  for (const kind of wanted) {
    const quiet = summarise(await listTimes(url, olga, QUIET_MS));
    const before = cpuSeconds(pid);
    const flood = startFlood(kind, url, vera);
    const during = await step(`Flood: ${kind}`, async () =>
      summarise(await listTimes(url, olga, FLOOD_MS)),
    );
    const answers = await flood.stop();
    rounds.push({
      flood: kind,
      quietMs: round(quiet),
      floodMs: round(during),
      medianTimes: Number((during.median / quiet.median).toFixed(2)),
      p95Times: Number((during.p95 / quiet.p95).toFixed(2)),
      answersToTheFlood: answers,
      portalCpuShare: Number(
        ((cpuSeconds(pid) - before) / (FLOOD_MS / 1000)).toFixed(2),
      ),
    });
    say(JSON.stringify(rounds.at(-1)));
    await pause(PAUSE_MS);
  }
  return rounds;
}

async function main() {
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const sandbox = await startSandbox(tools, {
    state: join(folder, 'sandbox'),
    log: join(folder, 'sandbox.log'),
    args: ['--port-base', String(await freePorts(8))],
  });
  let portal;
  try {
    portal = startPortal(tools, {
      configs: [sandbox.config],
      port: await freePort(),
      stateDir: join(folder, 'db'),
      log: join(folder, 'portal.log'),
    });
    await step('Starting sandbox and portal', async () => {
      await sandbox.ready();
      await portal.ready();
      await pause(10_000);
    });
    keepResult('flood', {
      goal: 'a flood of one user makes others wait at most twice as long',
      rounds: await measure(portal),
    });
  } finally {
    await portal?.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(giveUp);
