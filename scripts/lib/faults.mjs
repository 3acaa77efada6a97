import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOGS, ROOT, STATE } from './paths.mjs';
import { freePort, freePorts, startPortal } from './portal.mjs';
import { run } from './run.mjs';
import { withSandbox } from './sandbox.mjs';
import { step } from './say.mjs';

const FOLDER = join(ROOT, 'packages/e2e/faults');
const SUITE = /^(.+)\.test\.ts$/;
/** A bound for what hangs, no verdict on speed. */
const LONGEST_SUITE_MS = 900_000;
/** Lines of TAP: results of the tests in the one `describe` of a file. */
const RESULT =
  /^ {4}(ok|not ok) \d+ - (.+)\n {6}---\n {6}duration_ms: ([\d.]+)/gm;

/** The fault suites, by the names of their files. */
export function faultTopics() {
  return readdirSync(FOLDER)
    .map(name => SUITE.exec(name)?.[1])
    .filter(Boolean)
    .sort();
}

/** Runs one suite; rows of its tests, and one of its own when it ended badly without a failed test. */
async function suiteRows(tools, topic, environment) {
  const began = Date.now();
  const log = join(LOGS, `faults-${topic}.log`);
  const { stdout, code, tail } = await step(`Faults: ${topic}`, () =>
    run(
      tools.node,
      [
        '--test',
        `--test-timeout=${LONGEST_SUITE_MS}`,
        '--test-reporter=tap',
        '--no-node-snapshot',
        '-r',
        join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
        join(FOLDER, `${topic}.test.ts`),
      ],
      { env: { ...tools.env, ...environment }, log, allowFailure: true },
    ),
  );
  const rows = [...stdout.matchAll(RESULT)].map(
    ([, word, title, duration]) => ({
      id: `${topic} › ${title}`,
      target: 'portal',
      outcome: word === 'ok' ? 'passed' : 'failed',
      seconds: Number(duration) / 1000,
    }),
  );
  const failed = rows.some(row => row.outcome === 'failed');
  if (rows.length === 0 || (code !== 0 && !failed)) {
    rows.push({
      id: topic,
      target: 'portal',
      outcome: 'failed',
      seconds: (Date.now() - began) / 1000,
    });
  }
  if (code !== 0) console.log(`${failed ? stdout : tail}\n  whole log: ${log}`);
  return rows;
}

/**
 * Runs the fault suites, one after the other, beside one portal that looks at a
 * sandbox without demo scenario. Suites that hurt a portal start their own.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {string[]} [topics] all of them unless named
 */
export async function faultRows(tools, topics = faultTopics()) {
  const folder = join(STATE, `test-faults-${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    return await withSandbox(
      tools,
      ['--story', 'off', '--port-base', String(await freePorts(8))],
      async sandbox => {
        const stateDir = join(folder, 'db');
        const configs = ['packages/e2e/app-config.e2e.yaml', sandbox.config];
        const portal = startPortal(tools, {
          configs,
          port: await freePort(),
          stateDir,
          log: join(LOGS, 'portal-faults.log'),
        });
        try {
          await step('Starting the portal', () => portal.ready());
          const shared = join(folder, 'shared.json');
          writeFileSync(
            shared,
            JSON.stringify({
              url: portal.url,
              pid: portal.pid,
              log: portal.log,
              stateDir,
              configs,
              clusters: sandbox.clusters,
              kubeconfig: sandbox.kubeconfig,
            }),
          );
          const rows = [];
          for (const topic of topics) {
            rows.push(
              ...(await suiteRows(tools, topic, { SLIPWAY_FAULTS: shared })),
            );
          }
          return rows;
        } finally {
          await portal.stop();
        }
      },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
