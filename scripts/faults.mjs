#!/usr/bin/env node
/**
 * Runs fault suites (packages/e2e/faults) with what is installed and built:
 * `node scripts/faults.mjs [topic…]`. `npm test -- --only faults` runs them all,
 * after an install and a build where they are needed.
 */
import { faultRows, faultTopics } from './lib/faults.mjs';
import { Failure, giveUp, say } from './lib/say.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

async function main() {
  const topics = faultTopics();
  const wanted = process.argv.slice(2);
  const unknown = wanted.find(topic => !topics.includes(topic));
  if (unknown) {
    throw new Failure(
      `There is no fault suite "${unknown}".`,
      `Choose from: ${topics.join(', ')}`,
    );
  }
  const rows = await faultRows(
    await ensureToolchain(),
    wanted.length > 0 ? wanted : topics,
  );
  for (const { id, outcome, seconds } of rows) {
    say(`${outcome === 'passed' ? '✓' : '✗'} ${id} (${seconds.toFixed(1)} s)`);
  }
  const failed = rows.filter(row => row.outcome !== 'passed').length;
  say(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

main().then(code => process.exit(code), giveUp);
