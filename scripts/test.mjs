#!/usr/bin/env node
/**
 * `npm test`: sets everything up and runs all parts (scripts/lib/test-parts.mjs)
 * in three tracks side by side, each of which gives rows {id, target, outcome, seconds}.
 *
 * Options: `--only a,b` runs only these parts (see --help); `--full` runs the
 * full lane. What a part needs and does not find is left out with its reason;
 * with CI set that is a failure.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endWithNpm } from './lib/children.mjs';
import { countsOf, countsText } from './lib/counts.mjs';
import { LANE } from './lib/lane.mjs';
import { failedPart, runPart } from './lib/part-process.mjs';
import { PARTS } from './lib/test-parts.mjs';
import { REPORTS } from './lib/paths.mjs';
import { ensureApp, ensureDependencies } from './lib/prepare.mjs';
import { elapsed, Failure, giveUp, say, sentences } from './lib/say.mjs';
import {
  sideBySide,
  sideBySideText,
  summaryText,
} from './lib/scenario-targets.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';
import { runTracks } from './lib/tracks.mjs';

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        full: { type: 'boolean', default: false },
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

/** Sorts out what cannot run here or was not asked for. */
async function chooseParts(only) {
  const chosen = [];
  const leftOut = [];
  const rows = [];
  for (const part of PARTS) {
    const why =
      only && !only.includes(part.id)
        ? 'not asked for (--only)'
        : await part.missing?.();
    if (!why) {
      chosen.push(part);
      continue;
    }
    leftOut.push({ id: part.id, why });
    if (process.env.CI && (!only || only.includes(part.id))) {
      rows.push({
        id: `${part.id} can run`,
        target: '-',
        outcome: 'failed',
        seconds: 0,
      });
    }
  }
  return { chosen, leftOut, rows };
}

/** Prints what a part said, and how it ended. */
function report(part, { rows, seconds, output }) {
  if (output) say(`\n— ${part.title}\n${output.trimEnd()}`);
  const failed = rows.filter(row => row.outcome !== 'passed');
  for (const row of failed) say(`  ✗ ${row.id} (${row.target})`);
  say(
    `  ${part.id}: ${rows.length - failed.length} passed, ${
      failed.length
    } failed, ${seconds.toFixed(1)} s`,
  );
}

async function main() {
  const args = readArguments();
  if (args.help) {
    say('npm test -- [--only part,part] [--full]\n\nParts:');
    for (const { id, title } of PARTS) say(`  ${id.padEnd(15)} ${title}`);
    return 0;
  }
  const lane = args.full ? 'full' : 'default';
  process.env[LANE] = lane;
  const started = Date.now();
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const tools = await ensureToolchain();
  await ensureDependencies(tools);

  /** @type {{chosen: import('./lib/test-parts.mjs').Part[], leftOut: {id: string, why: string}[], rows: import('./lib/scenario-targets.mjs').Row[]}} */
  const { chosen, leftOut, rows } = await chooseParts(args.only);
  const app = chosen.some(part => part.app) ? ensureApp(tools) : undefined;
  // Whoever needs it waits for it, and gets its failure.
  app?.catch(() => {});
  const live = chosen.length === 1;
  const results = await runTracks(chosen, async (part, beside) => {
    say(
      live
        ? `\n— ${part.title}`
        : `▸ ${part.id}${beside
            .map(({ id }) => `, beside ${id}`)
            .join('')} (${elapsed(started)})`,
    );
    const problem = part.app && (await app.then(() => {}, sentences));
    const result = problem
      ? failedPart(part.id, problem)
      : await runPart(tools, part, { live });
    report(part, result);
    return result;
  });
  chosen.forEach((part, index) =>
    rows.push(...results[index].rows.map(row => ({ part: part.id, ...row }))),
  );

  const { scenarios, missing } = sideBySide(
    rows,
    chosen
      .filter(part => part.scenarios)
      .map(({ id, scenarios: { choice, ...expected } }) => ({
        part: id,
        ...expected,
        isChoice: Boolean(choice && process.env[choice]),
      })),
  );
  for (const row of missing) say(`  ✗ ${row.id}`);
  rows.push(...missing);
  const failed = rows.filter(row => row.outcome !== 'passed').length;
  const counts = countsOf(rows);
  writeFileSync(
    join(REPORTS, 'summary.json'),
    summaryText({
      lane,
      seconds: Math.round((Date.now() - started) / 1000),
      counts,
      parts: chosen.map(({ id }, index) => ({
        id,
        seconds: Math.round(results[index].seconds),
        cpuSeconds: results[index].cpuSeconds,
      })),
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
  say(`\nreports/summary.json, lane ${lane}, ${elapsed(started)}`);
  say(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0 && rows.length > 0 ? 0 : 1;
}

endWithNpm();
main().then(code => process.exit(code), giveUp);
