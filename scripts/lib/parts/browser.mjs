import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOGS, REPORTS, ROOT, STATE } from '../paths.mjs';
import { prepareLoad } from '../load.mjs';
import { freePort, freePorts } from '../portal.mjs';
import { run } from '../run.mjs';
import { withSandbox } from '../sandbox.mjs';
import { suiteRows } from '../suite.mjs';
import { findChromium } from './needs.mjs';
import {
  addToRealStack,
  buildRealStack,
  clientsFolder,
  locustProgram,
  withRealStack,
} from './real-stack.mjs';

/** The variable with which a developer names some of the browser tests, with commas between. */
export const BROWSER_TESTS = 'SLIPWAY_BROWSER_TESTS';

/** Ends a process that is not our child, and waits (10 s at most) until it has written what it writes at its end. */
async function endProcess(pid) {
  process.kill(pid, 'SIGTERM');
  const isThere = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  for (let look = 0; look < 100 && isThere(); look++) await sleep(100);
}

/** A row of a browser test: tests of the project `portal` run on every target and are compared. */
const aboutTest = ({ path, host }) => ({
  ...(host === 'portal' ? { suite: 'browser' } : {}),
  id: path.join(' › '),
});

/**
 * Runs the browser tests; Playwright starts a portal of their own that is connected to the target.
 *
 * @param {string[]} configs of the target, later ones win
 * @param {string} [locust] path of the program, where load is to be real
 */
async function browserTests(tools, name, configs, target, locust) {
  const load = await prepareLoad(locust);
  const stateDir = join(STATE, `test-db-${process.pid}`);
  const targetFile = join(STATE, `test-target-${process.pid}.json`);
  // Credentials are in files that it names, not in it.
  writeFileSync(targetFile, JSON.stringify({ ...target, load: load.target }), {
    mode: 0o600,
  });
  const portal = {
    configs: ['packages/e2e/app-config.e2e.yaml', ...configs, load.config],
    port: await freePort(),
    stateDir,
    log: join(LOGS, `portal-browser-${name}.log`),
  };
  // Those of every target, and those of this kind of target.
  const projects = ['portal', target.kind];
  try {
    return await suiteRows('Playwright', {
      name: `playwright-${name}`,
      target: name,
      about: aboutTest,
      start: ({ report, log }) =>
        run(
          tools.node,
          [
            join(ROOT, 'node_modules/.bin/playwright'),
            'test',
            '--config',
            'playwright.config.ts',
            // Only these files, where a developer names some.
            ...(process.env[BROWSER_TESTS] ?? '').split(',').filter(Boolean),
            ...projects.flatMap(project => ['--project', project]),
          ],
          {
            cwd: join(ROOT, 'packages/e2e'),
            env: {
              ...tools.env,
              SLIPWAY_PORTAL: JSON.stringify(portal),
              SLIPWAY_TARGET_FILE: targetFile,
              SLIPWAY_PICTURES: join(REPORTS, 'pictures', name),
              SLIPWAY_CHROMIUM: findChromium(),
              PLAYWRIGHT_JUNIT_OUTPUT_FILE: report,
            },
            log,
            allowFailure: true,
          },
        ),
    });
  } finally {
    // A test may have started the target's process again.
    const { pid } = existsSync(targetFile)
      ? JSON.parse(readFileSync(targetFile, 'utf8'))
      : {};
    if (pid !== undefined && pid !== target.pid) await endProcess(pid);
    rmSync(targetFile, { force: true });
    rmSync(stateDir, { recursive: true, force: true });
    load.stop();
  }
}

/** Browser tests in front of the real stack, with Chaos Mesh in it and real Locust beside it. */
export async function browserRows(tools) {
  const locust = await locustProgram(tools);
  return withRealStack(
    tools,
    'browser',
    ['--cluster-name', 'gke-prod'],
    async instance => {
      await addToRealStack(tools, 'browser', 'chaos-mesh');
      return browserTests(
        tools,
        'real',
        [join(instance, 'app-config.yaml')],
        {
          kind: 'real',
          bin: await clientsFolder(tools),
          kubeconfig: join(instance, 'pki/admin.kubeconfig'),
          instance,
        },
        locust,
      );
    },
  );
}

/** The same tests in front of a sandbox, and those that need one. */
export async function browserSandboxRows(tools) {
  await buildRealStack(tools);
  const bin = await clientsFolder(tools);
  return withSandbox(
    tools,
    ['--demo', 'off', '--port-base', String(await freePorts(8))],
    sandbox =>
      browserTests(
        tools,
        'sandbox',
        [sandbox.config, 'packages/e2e/app-config.sandbox.yaml'],
        {
          kind: 'sandbox',
          bin,
          kubeconfig: sandbox.kubeconfig,
          context: 'gke-prod',
          pid: sandbox.pid,
          command: sandbox.command,
        },
      ),
  );
}
