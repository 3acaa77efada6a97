import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./end-with-parent.cjs', import.meta.url));
const END_WITH_PARENT = `--require ${JSON.stringify(SCRIPT)}`;

/** Programs that run now. */
const running = new Set();

process.on('exit', () => running.forEach(child => child.kill('SIGTERM')));
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
]) {
  process.on(signal, () => {
    // A script that has its own way to end takes it, and exits when it is done.
    if (process.listenerCount(signal) === 1) process.exit(128 + number);
  });
}

/**
 * Ends a program with this process, also when a signal reached this process alone.
 * @param {import('node:child_process').ChildProcess} child
 */
export function endWithUs(child) {
  running.add(child);
  const forget = () => running.delete(child);
  child.once('exit', forget);
  child.once('error', forget);
}

/**
 * The environment for a Node process that ends when this one is gone, also
 * when this one is killed and can end nobody.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function startedByUs(env) {
  const options = env.NODE_OPTIONS ?? '';
  return {
    ...env,
    SLIPWAY_PARENT_PID: String(process.pid),
    NODE_OPTIONS: options.includes(END_WITH_PARENT)
      ? options
      : `${options} ${END_WITH_PARENT}`.trim(),
  };
}

/**
 * The process that waits for this one as npm does: its parent, or the parent of
 * the shell between.
 */
function npmPid() {
  const { stdout } = spawnSync(
    'ps',
    ['-o', 'ppid=,comm=', '-p', String(process.ppid)],
    { encoding: 'utf8' },
  );
  const [, above, name] = /^\s*(\d+)\s+(.+)$/m.exec(stdout ?? '') ?? [];
  return /(^|\/)-?(ba|da|k|z)?sh$/.test(name) ? Number(above) : process.ppid;
}

/** Ends a script that npm runs when npm is gone: a killed npm can end nobody. */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  createRequire(import.meta.url)(SCRIPT).endWith(npmPid());
}
