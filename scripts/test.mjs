#!/usr/bin/env node
/**
 * `npm test`: sets everything up and runs all parts (scripts/lib/test-parts.mjs),
 * each of which gives rows {id, target, outcome, seconds}.
 *
 * Options: `--only a,b` runs only these parts (see --help). What a part needs
 * and does not find is left out with its reason; with CI set that is a failure.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithNpm } from './lib/children.mjs';
import { countsOf, countsText } from './lib/counts.mjs';
import { PARTS } from './lib/test-parts.mjs';
import { REPORTS } from './lib/paths.mjs';
import { ensureDependencies } from './lib/prepare.mjs';
import { elapsed, Failure, giveUp, say } from './lib/say.mjs';
import {
  sideBySide,
  sideBySideText,
  summaryText,
} from './lib/scenario-targets.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const only = values.only?.split(',').map(part => part.trim());
    const unknown = only?.find(part => !PARTS.some(({ id }) => id === part));
    if (unknown) throw new Error(`There is no part "${unknown}".`);
    return { ...values, only };
  } catch (error) {
    throw new Failure(error.message, 'See npm test -- --help');
  }
}

async function main() {
  const args = readArguments();
  if (args.help) {
    say('npm test -- [--only part,part]\n\nParts:');
    for (const { id, title } of PARTS) say(`  ${id.padEnd(15)} ${title}`);
    return 0;
  }
  const began = Date.now();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const tools = await ensureToolchain();
  await ensureDependencies(tools);

  /** @type {import('./lib/scenario-targets.mjs').Row[]} */
  const rows = [];
  /** @type {{id: string, why: string}[]} */
  const leftOut = [];
  /** @type {import('./lib/scenario-targets.mjs').Expected[]} */
  const expected = [];
  for (const part of PARTS) {
    if (args.only && !args.only.includes(part.id)) {
      leftOut.push({ id: part.id, why: 'not asked for (--only)' });
      continue;
    }
    const missing = await part.missing?.();
    if (missing) {
      leftOut.push({ id: part.id, why: missing });
      if (process.env.CI) {
        rows.push({
          id: `${part.id} can run`,
          target: '-',
          outcome: 'failed',
          seconds: 0,
        });
      }
      continue;
    }
    say(`\n— ${part.title}`);
    if (part.scenarios) expected.push({ part: part.id, ...part.scenarios });
    const partBegan = Date.now();
    let result;
    try {
      result = await part.run(tools);
    } catch (error) {
      say(error.detail ?? '');
      say(`✗ ${error.message}${error.remedy ? `\n→ ${error.remedy}` : ''}`);
      result = [
        {
          id: part.id,
          target: '-',
          outcome: 'failed',
          seconds: (Date.now() - partBegan) / 1000,
        },
      ];
    }
    rows.push(...result.map(row => ({ part: part.id, ...row })));
    const failed = result.filter(row => row.outcome !== 'passed');
    for (const row of failed) say(`  ✗ ${row.id} (${row.target})`);
    say(
      `  ${result.length - failed.length} passed, ${
        failed.length
      } failed, ${elapsed(partBegan)}`,
    );
  }

  const { scenarios, missing } = sideBySide(rows, expected);
  for (const row of missing) say(`  ✗ ${row.id}`);
  rows.push(...missing);
  const failed = rows.filter(row => row.outcome !== 'passed').length;
  const counts = countsOf(rows);
  writeFileSync(
    join(REPORTS, 'summary.json'),
    summaryText({
      seconds: Math.round((Date.now() - began) / 1000),
      counts,
      leftOut,
      scenarios,
      rows,
    }),
  );
  const lines = sideBySideText(scenarios);
  if (lines.length > 0) say(`\n${lines.join('\n')}`);
  if (leftOut.length > 0) {
    say('\nLeft out:');
    for (const { id, why } of leftOut) say(`  ${id}: ${why}`);
  }
  const counted = countsText(counts);
  if (counted) say(`\n${counted}`);
  say(`\nreports/summary.json, ${elapsed(began)}`);
  say(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0 && rows.length > 0 ? 0 : 1;
}

endWithNpm();
main().then(code => process.exit(code), giveUp);
