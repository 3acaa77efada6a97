import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExplainedError } from '../errors.ts';
import { identify, isAlive } from './processes.ts';
import type { ProcessIdentity } from './processes.ts';

function holder(lockFile: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}

/**
 * Runs `work` while no other process works under the same lock file. A lock
 * whose holder has died is taken over.
 *
 * @throws ExplainedError when the lock is not to be had within `waitMs`
 */
export async function withLock<T>(
  lockFile: string,
  work: () => Promise<T>,
  waitMs = 180_000,
): Promise<T> {
  mkdirSync(dirname(lockFile), { recursive: true, mode: 0o700 });
  const until = Date.now() + waitMs;
  for (;;) {
    try {
      writeFileSync(lockFile, JSON.stringify(identify(process.pid)), {
        flag: 'wx',
        mode: 0o600,
      });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
      const other = holder(lockFile);
      if (other && !isAlive(other)) {
        rmSync(lockFile, { force: true });
        continue;
      }
      if (Date.now() > until) {
        throw new ExplainedError(
          `Another command (pid ${
            other?.pid ?? 'unknown'
          }) has held ${lockFile} for too long: wait for it, or end it and delete the file.`,
        );
      }
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}
