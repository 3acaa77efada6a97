import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ExplainedError } from '../errors.ts';
import { GO_ENVIRONMENT } from './programs.ts';

const run = promisify(execFile);

/** Result of looking for Go: a version, or one sentence that says what is missing and what to do. */
export type GoFound = { version: string } | { problem: string };

/** True when `version` (`go1.26.8`) is at least `needed` (`1.26` or `1.26.0`). */
export function goIsAtLeast(version: string, needed: string): boolean {
  const parts = (text: string) =>
    text
      .replace(/^go/, '')
      .split('.')
      .map(part => Number.parseInt(part, 10) || 0);
  const [have, want] = [parts(version), parts(needed)];
  for (let index = 0; index < want.length; index++) {
    const difference = (have[index] ?? 0) - want[index];
    if (difference !== 0) {
      return difference > 0;
    }
  }
  return true;
}

/** The version that a go.mod asks for, e.g. `1.26.0`. */
export function goVersionOf(goMod: string): string {
  return /^go (\S+)$/m.exec(goMod)?.[1] ?? '1.0';
}

/** Looks for a Go that is new enough. */
export async function findGo(needed: string): Promise<GoFound> {
  try {
    const { stdout } = await run('go', ['env', 'GOVERSION'], {
      env: { ...process.env, ...GO_ENVIRONMENT },
    });
    const version = stdout.trim();
    return goIsAtLeast(version, needed)
      ? { version }
      : {
          problem: `Go ${version.replace(
            /^go/,
            '',
          )} is too old to build the real stack: install Go ${needed} or newer from https://go.dev/dl and put it on PATH.`,
        };
  } catch {
    return {
      problem: `Go is not on PATH and the real stack is built with it: install Go ${needed} or newer from https://go.dev/dl, then run the command again.`,
    };
  }
}

/** Runs `go` in a folder and returns what it prints. */
export async function go(args: string[], cwd: string): Promise<string> {
  try {
    const { stdout } = await run('go', args, {
      cwd,
      env: { ...process.env, ...GO_ENVIRONMENT },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trim();
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new ExplainedError(
      `go ${args[0]} failed in ${cwd}:\n${(stderr ?? String(error))
        .trim()
        .split('\n')
        .slice(-15)
        .join('\n')}`,
    );
  }
}
