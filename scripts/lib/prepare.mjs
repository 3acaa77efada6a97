import {
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './hash.mjs';
import { LOGS, ROOT } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';
import { NODE_MAJOR } from './toolchain.mjs';

function stampIs(file, value) {
  return existsSync(file) && readFileSync(file, 'utf8') === value;
}

/** Folders that are workspaces, as the root package.json names them. */
function workspaces() {
  return ['packages', 'plugins', 'core', 'tools'].flatMap(group =>
    existsSync(join(ROOT, group))
      ? readdirSync(join(ROOT, group))
          .map(name => join(group, name))
          .filter(dir => existsSync(join(ROOT, dir, 'package.json')))
      : [],
  );
}

/**
 * Installs dependencies when the lock file, a manifest, or what native modules
 * are built for changed since the last finished install. Where the folder and
 * its Node are does not matter: a copied or moved folder stays installed.
 */
export async function ensureDependencies(tools) {
  const stamp = join(ROOT, 'node_modules/.slipway-installed');
  const wanted = hashOf([
    'yarn.lock',
    '.yarnrc.yml',
    'package.json',
    ...workspaces().map(dir => join(dir, 'package.json')),
  ]).concat(` ${process.platform}-${process.arch} node-${NODE_MAJOR}`);
  if (stampIs(stamp, wanted)) return;
  // An install or a build that is killed has left a half of each.
  rmSync(stamp, { force: true });
  await step(
    'Installing dependencies (the first time takes some minutes)',
    () =>
      run(tools.yarn[0], [...tools.yarn.slice(1), 'install', '--immutable'], {
        env: tools.env,
        log: join(LOGS, 'install.log'),
        failure: 'Dependencies could not be installed.',
        remedy:
          'Read the lines above (whole log: .slipway/logs/install.log). After a change to a package.json, bring the lock file along: .toolchain/node_modules/.bin/yarn install',
      }),
  );
  writeFileSync(stamp, wanted);
}

/** Builds the browser app when anything that goes into it changed since the last finished build. */
export async function ensureApp(tools) {
  const stamp = join(ROOT, 'packages/app/dist/.slipway-built');
  const sources = workspaces().filter(dir => {
    const { backstage } = JSON.parse(
      readFileSync(join(ROOT, dir, 'package.json'), 'utf8'),
    );
    return /^(frontend|web-library|common-library)/.test(backstage?.role ?? '');
  });
  const wanted = hashOf(
    ['yarn.lock', 'app-config.yaml', ...sources],
    name => !/\.test\.tsx?$|\.md$/.test(name),
  );
  if (stampIs(stamp, wanted)) return;
  // An install or a build that is killed has left a half of each.
  rmSync(stamp, { force: true });
  await step('Building the browser app', () =>
    run(
      tools.node,
      [
        join(ROOT, 'node_modules/@backstage/cli/bin/backstage-cli'),
        'package',
        'build',
      ],
      {
        cwd: join(ROOT, 'packages/app'),
        env: { ...tools.env, NODE_OPTIONS: '--max-old-space-size=4096' },
        log: join(LOGS, 'build-app.log'),
        failure: 'The browser app could not be built.',
      },
    ),
  );
  writeFileSync(stamp, wanted);
}
