import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rowsOfJunit } from './junit.mjs';
import { LOGS, REPORTS, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { say, step } from './say.mjs';

/** What lets Node read the TypeScript of this tree. */
export const TRANSFORM = [
  '--no-node-snapshot',
  '-r',
  join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
];

/** A bound for a suite that hangs, ms; no verdict on speed. */
const LONGEST_SUITE_MS = 3_600_000;

/**
 * Runs a suite that leaves a JUnit report, and prints why its tests failed.
 *
 * @param {string} title
 * @param {{name: string, target: string, about?: Parameters<typeof rowsOfJunit>[1]['about'],
 *   start: (files: {report: string, log: string}) => Promise<{code: number, tail: string}>}} options
 *   `name`: of its files in `reports/` and of its log; `start`: runs it, whatever its exit code
 * @returns {Promise<import('./junit.mjs').Row[]>} a row for each test, and one of
 *   the suite's own when it left no report, or ended badly without a failed test
 */
export async function suiteRows(title, { name, target, about, start }) {
  const began = Date.now();
  const report = join(REPORTS, `${name}.xml`);
  const log = join(LOGS, `${name}.log`);
  mkdirSync(REPORTS, { recursive: true });
  rmSync(report, { force: true });
  const { code, tail } = await step(title, () => start({ report, log }));
  const rows = existsSync(report)
    ? rowsOfJunit(readFileSync(report, 'utf8'), { target, about })
    : [];
  const failed = rows.filter(row => row.outcome === 'failed');
  if (rows.length === 0 || (code !== 0 && failed.length === 0)) {
    failed.push({
      id: title,
      target,
      outcome: 'failed',
      seconds: (Date.now() - began) / 1000,
      why: `${tail}\nIt ended with ${code}${
        rows.length === 0 ? ' and without a test' : ''
      }.`,
    });
    rows.push(failed.at(-1));
  }
  for (const { id, why } of failed) say(`${id}\n${why}`);
  if (failed.length > 0) say(`  whole log: ${relative(ROOT, log)}`);
  return rows.map(({ why, ...row }) => row);
}

/**
 * Runs files of node:test as one suite.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {string} title
 * @param {{name: string, target: string, files: string[], about?: Parameters<typeof rowsOfJunit>[1]['about'],
 *   env?: Record<string, string>, timeoutMs?: number, plain?: boolean, root?: string}} options
 *   `files`: from `root`, the repository unless given; `plain`: files that Node reads without the transform
 */
export function nodeTestRows(tools, title, options) {
  const { env = {}, timeoutMs = LONGEST_SUITE_MS, plain } = options;
  const { root = ROOT } = options;
  return suiteRows(title, {
    ...options,
    start: ({ report, log }) =>
      run(
        tools.node,
        [
          '--test',
          `--test-timeout=${timeoutMs}`,
          '--test-reporter=spec',
          '--test-reporter-destination=stdout',
          '--test-reporter=junit',
          `--test-reporter-destination=${report}`,
          ...(plain ? [] : TRANSFORM),
          ...options.files.map(file => join(root, file)),
        ],
        { env: { ...tools.env, ...env }, log, allowFailure: true },
      ),
  });
}
