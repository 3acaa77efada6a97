import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { laneOf } from './lane.mjs';
import { locustProgram } from './parts/real-stack.mjs';
import { LOGS, ROOT, STATE } from './paths.mjs';
import { freePort, freePorts, startPortal } from './portal.mjs';
import { withSandbox } from './sandbox.mjs';
import { step } from './say.mjs';
import { nodeTestRows } from './suite.mjs';

const FOLDER = join(ROOT, 'packages/e2e/faults');
const SUITE = /^(.+)\.test\.ts$/;
/** A bound for what hangs, no verdict on speed. In the full lane a suite starts a portal twenty times. */
const LONGEST_SUITE_MS = laneOf() === 'full' ? 2_400_000 : 900_000;
/** The fault suites, by the names of their files. */
export function faultTopics() {
  return readdirSync(FOLDER)
    .map(name => SUITE.exec(name)?.[1])
    .filter(Boolean)
    .sort();
}

const suiteRows = (tools, topic, env) =>
  nodeTestRows(tools, `Faults: ${topic}`, {
    name: `faults-${topic}`,
    target: 'portal',
    files: [`packages/e2e/faults/${topic}.test.ts`],
    about: ({ path }) => ({ id: [topic, ...path.slice(1)].join(' › ') }),
    timeoutMs: LONGEST_SUITE_MS,
    env,
  });

/**
 * Runs the fault suites, one after the other, beside one portal that is connected to a
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
      ['--demo', 'off', '--port-base', String(await freePorts(8))],
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
            const env = { SLIPWAY_FAULTS: shared };
            // Real Locust is part of the crashes that take too long to be made each time.
            if (topic === 'crash' && laneOf() === 'full') {
              env.SLIPWAY_LOCUST = await locustProgram(tools);
            }
            rows.push(...(await suiteRows(tools, topic, env)));
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
