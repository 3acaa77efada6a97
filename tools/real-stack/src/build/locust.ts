import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '../errors.ts';
import { cacheDir } from '../paths.ts';

const run = promisify(execFile);

const requirements = (root: string) =>
  join(root, 'tools', 'real-stack', 'locust', 'requirements.txt');

/** Version of the Python on PATH, or empty. */
function pythonVersion(): string {
  try {
    return execFileSync('python3', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}

/** Folder of the private Python environment with the pinned Locust. */
export function locustDir(root: string): string {
  const key = createHash('sha256')
    .update(readFileSync(requirements(root)))
    .update(pythonVersion())
    .digest('hex');
  return join(cacheDir(), `locust-${key.slice(0, 20)}`);
}

/** Path of `locust`; it exists once the environment is complete. */
export function locustProgram(root: string): string {
  return join(locustDir(root), 'locust');
}

/**
 * Makes the environment with Python's own `venv` and pip; touches no other.
 * Programs in an environment name its folder, so it is made in place, and
 * `locust` beside it comes last.
 *
 * @throws ExplainedError when there is no Python, or PyPI is out of reach
 */
export async function makeLocust(root: string): Promise<void> {
  if (pythonVersion() === '') {
    throw new ExplainedError(
      'Python is not on PATH and Locust is written in it: install Python 3.10 or newer with venv (Debian: apt-get install python3-venv) and run the command again.',
    );
  }
  const dir = locustDir(root);
  const environment = join(dir, 'venv');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', environment]);
    await run(
      join(environment, 'bin', 'pip'),
      ['install', '--quiet', '--no-deps', '--requirement', requirements(root)],
      { maxBuffer: 16 * 1024 * 1024 },
    );
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new ExplainedError(
      `Locust could not be installed into ${environment}:\n${(stderr || message)
        .trim()
        .split('\n')
        .slice(-8)
        .join('\n')}`,
    );
  }
  writeFileSync(
    locustProgram(root),
    `#!/bin/sh\nexec '${join(environment, 'bin', 'locust')}' "$@"\n`,
    { mode: 0o755 },
  );
}
