import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { endWithUs } from './children.mjs';
import { LogFile } from './log-file.mjs';
import { LOGS, ROOT, STATE } from './paths.mjs';
import { Failure, step } from './say.mjs';

/** Where the sandbox of `npm start` keeps its state. */
export const SANDBOX_STATE = join(STATE, 'sandbox');

const LONGEST_START_MS = 180_000;

/**
 * Starts the sandbox and waits until its configuration is written: the portal can
 * start on it while the sandbox is still at work.
 *
 * @param {{node: string, env: NodeJS.ProcessEnv}} tools
 * @param {{state?: string, log?: string, args?: string[]}} [options]
 * @returns {Promise<{config: string, kubeconfig: string,
 *   clusters: {name: string, api: string, prometheus: string}[], pid: number, command: string[],
 *   ready: () => Promise<void>, exited: Promise<void>, stop: () => Promise<void>}>}
 *   `ready`: resolves when all of it answers
 */
export async function startSandbox(tools, options = {}) {
  const log = options.log ?? join(LOGS, 'sandbox.log');
  const file = new LogFile(log);
  const command = [
    tools.node,
    ...[
      '--no-node-snapshot',
      '-r',
      join(ROOT, 'node_modules/@backstage/cli/config/nodeTransform.cjs'),
      join(ROOT, 'packages/sandbox/src/main.ts'),
      '--state',
      options.state ?? SANDBOX_STATE,
      '--parent',
      String(process.pid),
      ...(options.args ?? []),
    ],
  ];
  const child = spawn(command[0], command.slice(1), {
    cwd: ROOT,
    env: tools.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endWithUs(child);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  // Its last words may come after its end.
  child.once('close', () => file.end());
  const exited = new Promise(resolve => {
    child.once('exit', () => resolve());
  });
  const failure = sentence =>
    new Failure(
      sentence,
      'Read the lines above. npm run sandbox:reset forgets its state; npm start -- --catalog-only starts without it.',
      file.tail.split('\n').slice(-25).join('\n'),
    );
  /** The first line of its output that has this member. */
  const line = member =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGTERM');
        reject(
          failure(
            `The sandbox was not ready after ${LONGEST_START_MS / 1000} s.`,
          ),
        );
      }, LONGEST_START_MS);
      timer.unref();
      let text = '';
      child.stdout.on('data', chunk => {
        text += chunk;
        const found = text
          .split('\n')
          .slice(0, -1)
          .find(one => one.startsWith(`{"${member}":`));
        if (found) {
          clearTimeout(timer);
          resolve(JSON.parse(found));
        }
      });
      exited.then(() => {
        clearTimeout(timer);
        reject(failure('The sandbox ended while it was starting.'));
      });
    });
  const ready = line('ready');
  // Whoever waits for it gets its failure.
  ready.catch(() => {});
  const configured = await line('config');
  return {
    ...configured,
    async ready() {
      await ready;
    },
    pid: child.pid,
    /** What starts it again with the same state. */
    command,
    exited,
    /** Asks the sandbox to save and end; ends it if it has not after five seconds. */
    async stop() {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(hard);
    },
  };
}

/** Starts a sandbox with a state of its own for `work` and ends it whatever happens. */
export async function withSandbox(tools, args, work) {
  const state = join(STATE, `test-sandbox-${process.pid}`);
  const sandbox = await startSandbox(tools, {
    state,
    log: join(LOGS, 'sandbox-test.log'),
    args,
  });
  try {
    await step('Starting the sandbox', () => sandbox.ready());
    return await work(sandbox);
  } finally {
    await sandbox.stop();
    rmSync(state, { recursive: true, force: true });
  }
}
