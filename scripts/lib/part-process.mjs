import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { endWithUs, startedByUs } from './children.mjs';
import { LogFile } from './log-file.mjs';
import { LOGS, REPORTS, ROOT } from './paths.mjs';

const SCRIPT = join(ROOT, 'scripts/test-part.mjs');
/** Niceness of a patient part. */
const PATIENT = 10;

/**
 * What a part left behind: rows, and how long it took and computed, s.
 * `cpuSeconds` is of the programs that it started and waited for; a real stack,
 * which looks after its own end, is not among them.
 *
 * @typedef {{rows: import('./junit.mjs').Row[], seconds: number, cpuSeconds?: number}} PartResult
 */

/** Where a part writes its result. */
export const resultFile = id => join(REPORTS, 'parts', `${id}.json`);

/**
 * Runs a part in a process of its own, with logs in a folder of its own, so
 * that nothing of it meets a part that runs beside it. It ends with this
 * process, however this one ends.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {import('./test-parts.mjs').Part} part
 * @param {{live: boolean}} options `live`: what it says is shown as it comes; it runs alone
 * @returns {Promise<PartResult & {output: string}>} a part that left no result
 *   has failed; `output`: what it said, unless that was shown
 */
export async function runPart(tools, part, { live }) {
  const file = resultFile(part.id);
  mkdirSync(join(REPORTS, 'parts'), { recursive: true });
  rmSync(file, { force: true });
  const started = Date.now();
  const child = spawn(tools.node, [SCRIPT, part.id], {
    cwd: ROOT,
    env: { ...startedByUs(tools.env), SLIPWAY_PART: part.id },
    stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  if (!live && part.patient && child.pid) setPriority(child.pid, PATIENT);
  // To be read while it runs; what is printed at its end is kept whole.
  const log = live ? undefined : new LogFile(join(LOGS, part.id, 'part.log'));
  let output = '';
  const keep = chunk => {
    output += chunk;
    log.write(chunk);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve(exit ?? signal));
  });
  log?.end();
  const seconds = (Date.now() - started) / 1000;
  if (existsSync(file)) {
    return { ...JSON.parse(readFileSync(file, 'utf8')), seconds, output };
  }
  return failedPart(
    part.id,
    `${output}\n✗ It ended with ${code} and left no result.`,
    seconds,
  );
}

/** The result of a part that has none of its own. */
export const failedPart = (id, output, seconds = 0) => ({
  rows: [{ id, target: '-', outcome: 'failed', seconds }],
  seconds,
  output,
});
