import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOGS, ROOT } from '../paths.mjs';
import { run } from '../run.mjs';
import { step } from '../say.mjs';
import { verdict } from './static.mjs';

const REQUIREMENTS = join(ROOT, 'infra/tests/linters/requirements.txt');
const ACTIONLINT = join(ROOT, 'tools/real-stack/gomods/actionlint');

/** Folder of the linters: kept outside of the checkout until a version changes. */
function lintersDir() {
  const key = createHash('sha256')
    .update(readFileSync(REQUIREMENTS))
    .update(readFileSync(join(ACTIONLINT, 'go.sum')))
    .digest('hex');
  return join(
    process.env.SLIPWAY_CACHE ?? join(homedir(), '.cache/slipway'),
    `linters-${key.slice(0, 20)}`,
  );
}

/** Installs the linters of PyPI, and builds actionlint. @returns their folder */
async function makeLinters(tools) {
  const folder = lintersDir();
  const bin = join(folder, 'bin');
  // Comes last.
  if (existsSync(join(bin, 'actionlint'))) return bin;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const options = { env: tools.env, log: join(LOGS, 'linters.log') };
  await step('Installing linters', async () => {
    await run('python3', ['-m', 'venv', folder], options);
    await run(
      join(bin, 'pip'),
      ['install', '--quiet', '--no-deps', '--requirement', REQUIREMENTS],
      options,
    );
    await run(
      'go',
      [
        'build',
        '-trimpath',
        '-o',
        join(bin, 'actionlint'),
        'github.com/rhysd/actionlint/cmd/actionlint',
      ],
      { ...options, cwd: ACTIONLINT },
    );
  });
  return bin;
}

/** shellcheck, yamllint, hadolint and actionlint over infra/ and what templates make. */
export async function linterRows(tools) {
  const bin = await makeLinters(tools);
  const made = mkdtempSync(join(tmpdir(), 'slipway-linted-'));
  const repository = join(made, 'repository');
  const scripts = join(ROOT, 'infra/scripts');
  const lint = (name, args) =>
    verdict(name, 'linters', () =>
      run(join(bin, name), args, { env: tools.env, cwd: ROOT }),
    );
  try {
    await run(
      tools.node,
      [
        '--no-node-snapshot',
        join(ROOT, 'templates/tests/render-skeleton.mjs'),
        repository,
      ],
      { env: tools.env },
    );
    return [
      await lint('shellcheck', [
        '--external-sources',
        '--source-path=SCRIPTDIR',
        ...readdirSync(scripts, { withFileTypes: true })
          .filter(entry => entry.isFile() && !entry.name.endsWith('.md'))
          .map(({ name }) => join(scripts, name)),
        join(scripts, 'tests/helper.bash'),
        join(scripts, 'tests/scripts.bats'),
      ]),
      await lint('yamllint', [
        '--strict',
        '--config-file',
        join(ROOT, 'infra/tests/linters/yamllint.yaml'),
        // Templates of charts are no YAML before they are rendered.
        ...readdirSync(join(ROOT, 'infra/charts')).map(name =>
          join(ROOT, 'infra/charts', name, 'values.yaml'),
        ),
        join(ROOT, 'infra/charts/spring-service/values'),
        join(ROOT, 'infra/helmfile'),
        ...readdirSync(join(ROOT, 'templates'))
          .map(name => join(ROOT, 'templates', name, 'template.yaml'))
          .filter(existsSync),
        repository,
      ]),
      await lint('hadolint', [join(repository, 'Dockerfile')]),
      await lint('actionlint', [
        '-shellcheck',
        join(bin, 'shellcheck'),
        join(repository, '.github/workflows/build.yaml'),
      ]),
    ];
  } finally {
    rmSync(made, { recursive: true });
  }
}
