import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { LOGS, ROOT, STATE } from './paths.mjs';
import { run } from './run.mjs';
import { startSandbox } from './sandbox.mjs';
import { Failure, say, step } from './say.mjs';

const realStackCli = join(ROOT, 'tools/real-stack/src/cli.ts');

/** Runs a command of the real stack's tool. */
export function realStack(tools, args, options = {}) {
  return run(
    tools.node,
    ['--disable-warning=ExperimentalWarning', realStackCli, ...args],
    { env: tools.env, independent: true, ...options },
  );
}

/** True when a `go` answers on PATH. */
export function haveGo() {
  return spawnSync('go', ['version'], { stdio: 'ignore' }).status === 0;
}

function readYaml(file) {
  const require = createRequire(join(ROOT, 'package.json'));
  return require('yaml').parse(readFileSync(file, 'utf8'));
}

/** The context that a kubeconfig uses when nobody names one: the portal gets its name. */
function currentContext(file) {
  let kubeconfig;
  try {
    kubeconfig = readYaml(file);
  } catch {
    // Whatever the file holds stays in the file.
  }
  const name = kubeconfig?.['current-context'];
  if (typeof name !== 'string' || name === '') {
    throw new Failure(
      `${file} names no current context.`,
      'Say which one: npm start -- --kubeconfig FILE --context NAME',
    );
  }
  return name;
}

/** Writes a file unless it has this text already: then a full disk prevents nothing. */
function writeChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  writeFileSync(file, text);
}

/** True when this user's own configuration names a cluster. */
function localConfigNamesCluster() {
  const file = join(ROOT, 'app-config.local.yaml');
  if (!existsSync(file)) return false;
  let config;
  try {
    config = readYaml(file);
  } catch (error) {
    throw new Failure(
      `${file} is no YAML: ${error.message.split('\n')[0]}`,
      'Correct it, or move it away, and run the same command again.',
    );
  }
  const methods = config?.kubernetes?.clusterLocatorMethods ?? [];
  return methods.some(
    method => method.type !== 'config' || (method.clusters ?? []).length > 0,
  );
}

/**
 * Decides what the portal is connected to, brings it up where that is ours to do, and says so.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {{kubeconfig?: string, context?: string, allowActions: boolean, catalogOnly: boolean,
 *   realStack?: boolean}} options
 * @returns {Promise<{configs: string[], summary: string, ready?: () => Promise<void>,
 *   expectEnd?: () => void, stop: () => Promise<void>}>} `ready`: what comes up beside the portal
 *   answers; `expectEnd`: all of it ends now, which is nothing to report
 */
export async function choosePlatform(tools, options) {
  const nothingToStop = async () => {};
  const local = existsSync(join(ROOT, 'app-config.local.yaml'))
    ? ['app-config.local.yaml']
    : [];
  if (options.kubeconfig) {
    const file = resolve(options.kubeconfig);
    if (!existsSync(file)) {
      throw new Failure(
        `There is no file ${file}.`,
        'Give an existing kubeconfig: npm start -- --kubeconfig FILE --context NAME',
      );
    }
    const context = options.context ?? currentContext(file);
    mkdirSync(STATE, { recursive: true, mode: 0o700 });
    const config = join(STATE, 'kubeconfig-choice.json');
    // JSON is YAML: no quoting rules to get wrong.
    writeChanged(
      config,
      JSON.stringify({
        slipway: {
          kubeconfig: {
            file,
            context,
            allowActions: options.allowActions,
          },
          badge: {
            label: options.allowActions ? 'kubeconfig' : 'read-only',
            tooltip: options.allowActions
              ? 'Connected through a kubeconfig, actions allowed.'
              : 'Connected through a kubeconfig, read-only. Start with --allow-actions to act.',
          },
        },
      }),
    );
    return {
      configs: [...local, config],
      summary: `cluster from ${file}, context ${context} (${
        options.allowActions ? 'actions allowed' : 'read-only'
      })`,
      stop: nothingToStop,
    };
  }
  if (localConfigNamesCluster()) {
    return {
      configs: local,
      summary: 'clusters from app-config.local.yaml',
      stop: nothingToStop,
    };
  }
  const howToConnect =
    'To connect a cluster: npm start -- --kubeconfig FILE --context NAME, or docs/operator/clusters.md.';
  if (options.catalogOnly) {
    say('  · No cluster, as asked: the catalog opens, rollouts stay empty.');
    say(`    ${howToConnect}`);
    return {
      configs: local,
      summary: 'no cluster (catalog only)',
      stop: nothingToStop,
    };
  }
  if (!options.realStack) {
    const sandbox = await startSandbox(tools);
    let ending = false;
    sandbox.exited.then(() => {
      if (!ending) {
        say('  ! The sandbox has ended by itself: .slipway/logs/sandbox.log');
      }
    });
    return {
      configs: [...local, sandbox.config],
      summary: 'the sandbox (gke-prod, eks-prod, aks-dev)',
      ready: () =>
        step('Starting the sandbox: three clusters', () => sandbox.ready()),
      // Ctrl+C reaches it as well.
      expectEnd: () => {
        ending = true;
      },
      stop: () => {
        ending = true;
        return sandbox.stop();
      },
    };
  }
  if (!haveGo()) {
    throw new Failure(
      'Go is not on PATH: the real stack cannot be built.',
      'Install Go 1.26 or newer, or leave --real-stack out.',
    );
  }
  say(
    '  · A real control plane with Argo Rollouts and Prometheus comes up on loopback (built once, about ten minutes; then under a minute).',
  );
  await step('Building the real stack (what is built already is kept)', () =>
    realStack(tools, ['build'], {
      log: join(LOGS, 'real-stack-build.log'),
      failure: 'The real stack could not be built.',
      remedy: 'Read the lines above; or continue with the sandbox: npm start',
    }),
  );
  await step('Starting the real stack: ten services on Argo Rollouts', () =>
    realStack(
      tools,
      ['up', '--name', 'default', '--foreground-parent', String(process.pid)],
      {
        log: join(LOGS, 'real-stack-up.log'),
        failure: 'The real stack did not start.',
        remedy: 'Read the lines above; or continue with the sandbox: npm start',
      },
    ),
  );
  return {
    configs: [...local, join(STATE, 'real-stack/default/app-config.yaml')],
    summary: 'the real stack on loopback (cluster gke-prod)',
    stop: () =>
      step('Ending the real stack', () =>
        realStack(tools, ['down', '--name', 'default'], {
          log: join(LOGS, 'real-stack-down.log'),
        }),
      ),
  };
}
