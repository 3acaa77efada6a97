import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** The infrastructure code of this checkout. */
export const INFRA = join(__dirname, '..', '..', '..', 'infra', 'terraform');

/** The command line that is tested: `terraform`, or OpenTofu's. */
export const program = (): string =>
  process.env.SLIPWAY_TERRAFORM ?? 'terraform';

/** Which providers a command gets; none where it needs none. */
export type Providers = 'none' | 'local' | 'clouds';

function configFor(providers: Providers): string {
  if (providers === 'none') return '/dev/null';
  const name = `SLIPWAY_TERRAFORM_${providers.toUpperCase()}`;
  const file = process.env[name];
  if (!file)
    throw new Error(`${name} is not set: run npm test -- --only infra`);
  return file;
}

/** How a command ended. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a command in a folder, with nothing of this machine's own environment
 * that Terraform would read.
 *
 * @param providers - the mirror that providers come from
 */
export function terraform(
  folder: string,
  providers: Providers,
  args: readonly string[],
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program(), args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
        TF_CLI_CONFIG_FILE: configFor(providers),
      },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', chunk => {
      stdout += chunk;
    });
    child.stderr.on('data', chunk => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}

/** The same, and an error with all output unless it ended with 0. */
export async function succeeds(
  folder: string,
  providers: Providers,
  args: readonly string[],
): Promise<string> {
  const { code, stdout, stderr } = await terraform(folder, providers, args);
  if (code !== 0) {
    throw new Error(
      `${program()} ${args.join(' ')} ended with ${code}\n${stdout}\n${stderr}`,
    );
  }
  return stdout;
}

/** A copy of the code: what Terraform writes beside it stays out of the checkout. */
export function copyOfInfra(): { dir: string; remove: () => void } {
  const dir = mkdtempSync(join(tmpdir(), 'slipway-infra-'));
  cpSync(INFRA, dir, {
    recursive: true,
    filter: source => !/\.terraform(\.lock\.hcl)?$/.test(source),
  });
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Folders that have tests of their own, from the code's folder. */
export function testedFolders(): string[] {
  return readdirSync(INFRA, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name === 'tests')
    .map(entry => relative(INFRA, entry.parentPath))
    .filter(folder => !folder.includes('.terraform'))
    .sort();
}

/** A run of `terraform test`. */
export interface Run {
  file: string;
  run: string;
  status: string;
  /** What was wrong, without where in the code it was found. */
  problems: string[];
}

interface Line {
  type?: string;
  '@testfile'?: string;
  '@testrun'?: string;
  test_run?: { path: string; run: string; progress?: string; status?: string };
  diagnostic?: { severity: string; summary: string; detail: string };
}

/** Reads what `test -json` prints. */
export function runsOf(stdout: string): Run[] {
  const runs = new Map<string, Run>();
  const problems = new Map<string, string[]>();
  const keyOf = (file = '', run = '') => `${file}\0${run}`;
  for (const text of stdout.split('\n').filter(Boolean)) {
    const line = JSON.parse(text) as Line;
    const { test_run: test, diagnostic } = line;
    if (test?.status && (test.progress ?? 'complete') === 'complete') {
      runs.set(keyOf(test.path, test.run), {
        file: test.path,
        run: test.run,
        status: test.status,
        problems: [],
      });
    }
    if (diagnostic?.severity === 'error') {
      const key = keyOf(line['@testfile'], line['@testrun']);
      const [said] = diagnostic.detail.split('\n\n');
      problems.set(key, [
        ...(problems.get(key) ?? []),
        said.replace(/\s+/g, ' ').trim() || diagnostic.summary,
      ]);
    }
  }
  return [...runs].map(([key, run]) => ({
    ...run,
    problems: problems.get(key) ?? [],
  }));
}

/** Initialises, validates and tests a folder. @returns its runs */
export async function tested(
  folder: string,
  providers: Providers,
): Promise<Run[]> {
  await succeeds(folder, providers, ['init', '-backend=false', '-no-color']);
  await succeeds(folder, providers, ['validate', '-no-color']);
  const { stdout, stderr } = await terraform(folder, providers, [
    'test',
    '-json',
  ]);
  const runs = runsOf(stdout);
  if (runs.length === 0) throw new Error(`no test ran\n${stdout}\n${stderr}`);
  return runs;
}
