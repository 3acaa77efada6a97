#!/usr/bin/env node
/**
 * Runs one part of `npm test` (scripts/lib/test-parts.mjs) and writes its
 * result to `reports/parts/<id>.json`. scripts/test.mjs starts it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resultFile } from './lib/part-process.mjs';
import { Failure, giveUp, say, sentences } from './lib/say.mjs';
import { PARTS } from './lib/test-parts.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

/** Ticks of the kernel's clock in a second, as it gives them to programs. */
const TICKS = 100;

/** Seconds that this process and those that it waited for have computed; undefined where the system does not say. */
function cpuSeconds() {
  try {
    // After the name, which may hold anything: state, ppid, …; 12 to 15 are utime, stime, cutime, cstime.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .split(') ')
      .at(-1)
      .split(' ');
    return (
      fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) /
      TICKS
    );
  } catch {
    return undefined;
  }
}

async function main() {
  const id = process.argv[2];
  // Programs of this part are not parts.
  delete process.env.SLIPWAY_PART;
  const part = PARTS.find(one => one.id === id);
  if (!part)
    throw new Failure(`There is no part "${id}".`, 'npm test -- --help');
  const started = Date.now();
  const tools = await ensureToolchain();
  let rows;
  try {
    rows = await part.run(tools);
  } catch (error) {
    say(sentences(error));
    const seconds = (Date.now() - started) / 1000;
    rows = [{ id, target: '-', outcome: 'failed', seconds }];
  }
  writeFileSync(
    resultFile(id),
    JSON.stringify({ rows, cpuSeconds: cpuSeconds() }),
  );
}

main().then(() => process.exit(0), giveUp);
