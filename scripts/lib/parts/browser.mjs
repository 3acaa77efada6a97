import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOGS, REPORTS, ROOT, STATE } from '../paths.mjs';
import { freePort, freePorts } from '../portal.mjs';
import { run } from '../run.mjs';
import { withSandbox } from '../sandbox.mjs';
import { suiteRows } from '../suite.mjs';
import { findChromium } from './needs.mjs';
import { buildRealStack, clientsFolder, withRealStack } from './real-stack.mjs';

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

/** Runs the browser tests; Playwright starts a portal of their own that is connected to the target. */
async function browserTests(tools, name, config, target) {
  const stateDir = join(STATE, `test-db-${process.pid}`);
  const targetFile = join(STATE, `test-target-${process.pid}.json`);
  // Credentials are in files that it names, not in it.
  writeFileSync(targetFile, JSON.stringify(target), { mode: 0o600 });
  const portal = {
    configs: ['packages/e2e/app-config.e2e.yaml', config],
    port: await freePort(),
    stateDir,
    log: join(LOGS, `portal-browser-${name}.log`),
  };
  const projects =
    target.kind === 'sandbox' ? ['portal', 'sandbox'] : ['portal'];
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
            '--project',
            ...projects,
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
  }
}

/** Browser tests in front of the real stack. */
export async function browserRows(tools) {
  return withRealStack(
    tools,
    'browser',
    ['--cluster-name', 'gke-prod'],
    async instance =>
      browserTests(tools, 'real', join(instance, 'app-config.yaml'), {
        kind: 'real',
        bin: await clientsFolder(tools),
        kubeconfig: join(instance, 'pki/admin.kubeconfig'),
        instance,
      }),
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
      browserTests(tools, 'sandbox', sandbox.config, {
        kind: 'sandbox',
        bin,
        kubeconfig: sandbox.kubeconfig,
        context: 'gke-prod',
        pid: sandbox.pid,
        command: sandbox.command,
      }),
  );
}
