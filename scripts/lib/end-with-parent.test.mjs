import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startedByUs } from './children.mjs';

const CHILDREN = fileURLToPath(new URL('./children.mjs', import.meta.url));

/** A script that starts a process with these words, prints its pid and waits. */
const script = (words, environment) => `
  import { spawn } from 'node:child_process';
  import { startedByUs } from ${JSON.stringify(CHILDREN)};
  const child = spawn(process.execPath, ['-e', ${JSON.stringify(words)}], {
    env: { ...startedByUs(process.env), ...${JSON.stringify(
      environment,
    )} }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.once('data', () => console.log(child.pid));
  setInterval(() => {}, 1e6);
`;

/** How long a process may take to end, ms: a bound for what hangs. */
const PATIENCE_MS = 50_000;

async function ended(pid) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  process.kill(pid, 'SIGKILL');
  throw new Error(`Process ${pid} has not ended.`);
}

/** Starts such a script, kills it as soon as its child runs, and resolves when the child has ended. */
async function killParentOf(words, environment = {}) {
  const parent = spawn(
    process.execPath,
    ['--input-type=module', '-e', script(words, environment)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(line);
  parent.kill('SIGKILL');
  await ended(pid);
}

describe('a process that the scripts started', () => {
  it('ends when the script is killed', { timeout: 60_000 }, () =>
    killParentOf('console.log(1); setInterval(() => {}, 1e6)'),
  );

  it('ends when it would not end by itself', { timeout: 60_000 }, () =>
    killParentOf(
      'process.on("SIGTERM", () => {}); console.log(1); setInterval(() => {}, 1e6)',
    ),
  );

  it(
    'ends while it is busy, when a thread guards it',
    {
      timeout: 60_000,
    },
    () =>
      killParentOf('console.log(1); for (;;);', {
        SLIPWAY_PARENT_GUARD: 'thread',
      }),
  );

  it(
    'ends when npm is killed that runs the script',
    { timeout: 60_000 },
    async () => {
      const npm = spawn(
        process.execPath,
        [
          '-e',
          // As npm does: a shell that waits for the script.
          `const { spawn } = require('node:child_process');
        spawn('sh', ['-c', process.execPath + ' --input-type=module -e "$SCRIPT"; exit 1'], {
          stdio: ['ignore', 'inherit', 'inherit'],
          env: { ...process.env, npm_lifecycle_event: 'start', SCRIPT: ${JSON.stringify(
            `import { endWithNpm } from ${JSON.stringify(CHILDREN)};
            endWithNpm(); console.log(process.pid); setInterval(() => {}, 1e6);`,
          )} },
        });`,
        ],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [line] = await once(npm.stdout, 'data');
      npm.kill('SIGKILL');
      await ended(Number(line));
    },
  );

  it('keeps the options of its caller', () => {
    const env = startedByUs({ NODE_OPTIONS: '--no-warnings', A: '1' });
    assert.equal(env.A, '1');
    assert.match(env.NODE_OPTIONS, /^--no-warnings --require ".*\.cjs"$/);
    assert.equal(env.SLIPWAY_PARENT_PID, String(process.pid));
    // A script started by a script is given its own parent, and the file once.
    assert.equal(startedByUs(env).NODE_OPTIONS, env.NODE_OPTIONS);
  });
});
