import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '@slipway/real-stack';
import { cacheDir } from '../paths.ts';
import { repoRoot } from '../repoRoot.ts';
import { hashOf } from './hash.ts';

const run = promisify(execFile);

const requirements = join(
  repoRoot,
  'tools',
  'terraform-offline',
  'checkov',
  'requirements.txt',
);

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

const checkovDir = (): string =>
  join(
    cacheDir(),
    `checkov-${hashOf([readFileSync(requirements, 'utf8'), pythonVersion()])}`,
  );

/** Path of `checkov`; it exists once its environment is complete. */
export const checkovProgram = (): string => join(checkovDir(), 'checkov');

/**
 * Makes a private Python environment with the pinned checkov. Programs in an
 * environment name its folder, so it is made in place, and `checkov` beside it
 * comes last.
 *
 * @throws ExplainedError when there is no Python, or PyPI is out of reach
 */
export async function makeCheckov(): Promise<void> {
  if (pythonVersion() === '') {
    throw new ExplainedError(
      'Python is not on PATH and checkov is written in it: install Python 3.10 or newer with venv and run the command again.',
    );
  }
  const dir = checkovDir();
  const environment = join(dir, 'venv');
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  try {
    await run('python3', ['-m', 'venv', environment]);
    await run(
      join(environment, 'bin', 'pip'),
      ['install', '--quiet', '--no-deps', '--requirement', requirements],
      { maxBuffer: 16 * 1024 * 1024 },
    );
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new ExplainedError(
      `checkov could not be installed into ${environment}:\n${(
        stderr || message
      )
        .trim()
        .split('\n')
        .slice(-8)
        .join('\n')}`,
    );
  }
  writeFileSync(
    checkovProgram(),
    `#!/bin/sh\nexec '${join(
      environment,
      'bin',
      'python',
    )}' -m checkov.main "$@"\n`,
    { mode: 0o755 },
  );
}
