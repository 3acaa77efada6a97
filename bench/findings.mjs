#!/usr/bin/env node
/**
 * Findings of 2,000 reports of 300 each: how fast they are kept, what they
 * cost in memory, how long a search takes; beside all of them in memory, as
 * trivy-operator-dashboard has them. Method and figures: bench/README.md.
 */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../scripts/lib/paths.mjs';
import { giveUp, step } from '../scripts/lib/say.mjs';
import { keepResult } from './lib.mjs';

const GOALS = { searchP95Ms: 50, memoryShare: 0.1, reportsPerSecond: 200 };

/** What a process has to say. What compiles its code sends messages, too. */
function answerOf(child, what) {
  return new Promise((resolve, reject) => {
    child.on('message', ({ answer }) => answer && resolve(answer));
    child.on('exit', code => reject(new Error(`${what} ended with ${code}.`)));
  });
}

async function side(name, given) {
  const child = fork(join(ROOT, 'bench/findings-sides.mjs'), [name], {
    execArgv: [
      '--expose-gc',
      '--no-node-snapshot',
      '--max-old-space-size=6144',
    ],
  });
  child.send(given);
  const measured = await answerOf(child, name);
  const share = (measured.memory.usedMiB * 2 ** 20) / given.bytes;
  return { ...measured, ofRawJson: Math.round(share * 1_000) / 1_000 };
}

try {
  const cluster = fork(join(ROOT, 'bench/findings-cluster.mjs'), {
    execArgv: ['--max-old-space-size=6144'],
  });
  try {
    const given = await step('Making the reports', () =>
      answerOf(cluster, 'The cluster'),
    );
    const { bytes, reports, findings } = given;
    const result = {
      goals: GOALS,
      reports,
      findings,
      rawMB: Math.round(bytes / 1e6),
      slipway: await step('Keeping and searching them as the portal does', () =>
        side('slipway', given),
      ),
      inMemory: await step('All of them in memory', () =>
        side('in-memory', given),
      ),
    };
    console.log(JSON.stringify(result, null, 2));
    if (!process.env.REPORTS) keepResult('findings', result);
  } finally {
    cluster.disconnect();
  }
} catch (error) {
  giveUp(error);
}
