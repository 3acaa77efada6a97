import { existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { laneOf } from '../lane.mjs';
import { LOGS, ROOT } from '../paths.mjs';
import { realStack } from '../platform.mjs';
import { run } from '../run.mjs';
import { step } from '../say.mjs';
import { nodeTestRows, suiteRows } from '../suite.mjs';
import { linterRows } from './linters.mjs';
import { buildRealStack, clientsFolder, withRealStack } from './real-stack.mjs';

/** Charts under the real helm, our helm plugin, and what templates make. */
const infraRows = async tools =>
  nodeTestRows(tools, 'Charts, releases and plugins of infra/', {
    name: 'infra',
    target: 'helm',
    files: [
      'infra/tests/*.test.mjs',
      'infra/helm-plugins/*/*.test.mjs',
      'templates/tests/*.test.mjs',
    ],
    about: ({ path }) => ({ id: path.join(' › ') }),
    env: { SLIPWAY_CLIENTS: await clientsFolder(tools) },
  });

/** The Bash scripts, with programs that record how they are called. */
const scriptRows = tools =>
  suiteRows('Scripts of infra/', {
    name: 'infra-scripts',
    target: 'bash',
    about: ({ path }) => ({ id: path.at(-1) }),
    start: async ({ report, log }) => {
      const ended = await run(
        join(ROOT, 'node_modules/bats/bin/bats'),
        [
          '--report-formatter',
          'junit',
          '--output',
          dirname(report),
          join(ROOT, 'infra/scripts/tests'),
        ],
        { env: tools.env, log, allowFailure: true },
      );
      // bats names its report itself.
      const own = join(dirname(report), 'report.xml');
      if (existsSync(own)) renameSync(own, report);
      return ended;
    },
  });

/** Path of helmfile, whose first build takes long: in the full lane only. */
async function helmfileProgram(tools) {
  await step('Building helmfile (what is built is kept)', () =>
    realStack(tools, ['build', '--with', 'helmfile'], {
      log: join(LOGS, 'real-stack-build-helmfile.log'),
    }),
  );
  return JSON.parse((await realStack(tools, ['status', '--json'])).stdout)
    .helmfile;
}

/** Environments and the platform by the real helmfile, on a real API server. */
async function helmfileRows(tools) {
  const env = {
    SLIPWAY_CLIENTS: await clientsFolder(tools),
    SLIPWAY_HELMFILE: await helmfileProgram(tools),
  };
  const platform = await nodeTestRows(tools, 'The platform by helmfile', {
    name: 'platform-helmfile',
    target: 'helmfile',
    plain: true,
    files: ['infra/tests/full/*.test.mjs'],
    about: ({ path }) => ({ id: path.join(' › ') }),
    env,
  });
  const environments = await withRealStack(
    tools,
    'charts',
    ['--services', 'none'],
    instance =>
      nodeTestRows(tools, 'Environments by helmfile', {
        name: 'contract-helmfile',
        target: 'real',
        files: ['packages/e2e/contract/helmfile.contract.test.ts'],
        about: ({ path }) => ({ id: path.join(' › ') }),
        env: { ...env, SLIPWAY_INSTANCE: instance },
      }),
  );
  return [...platform, ...environments];
}

/** Everything of infra/ that is no Terraform, and the templates. */
export async function chartsRows(tools) {
  await buildRealStack(tools);
  const rows = [...(await scriptRows(tools)), ...(await infraRows(tools))];
  if (laneOf() !== 'full') return rows;
  return [
    ...rows,
    ...(await linterRows(tools)),
    ...(await helmfileRows(tools)),
  ];
}
