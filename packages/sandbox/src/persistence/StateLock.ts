import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify } from '../platform/watchParent';
import { isFullDisk } from './isFullDisk';

/** How long a process that is ending may still hold the directory, ms. */
const PATIENCE_MS = 8_000;
const INTERVAL_MS = 100;

/** The directory is in use; the message names the process. */
export class StateInUseError extends Error {}

interface Owner {
  pid: number;
  /** What distinguishes it from a later process with the same pid. */
  identity: string;
  /** Of the directory: a copy of it has no owner, and a moved one keeps its own. */
  folder: string;
}

function folderId(directory: string): string {
  const { dev, ino } = statSync(directory);
  return `${dev}:${ino}`;
}

function read(file: string): Owner | undefined {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return typeof owner.pid === 'number' &&
      typeof owner.identity === 'string' &&
      owner.folder === folderId(dirname(file))
      ? owner
      : undefined;
  } catch {
    return undefined;
  }
}

const isRunning = (owner: Owner) => identify(owner.pid) === owner.identity;

/**
 * Makes this process the owner of a state directory: a second sandbox on the
 * same state would overwrite what the first one saves. The file `lock.json`
 * names the owner; one whose owner has ended is taken over.
 *
 * @throws StateInUseError when another process owns it, and has not ended after some seconds
 * @returns what gives the directory free
 */
export async function lockState(
  directory: string,
  patienceMs = PATIENCE_MS,
): Promise<() => void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'lock.json');
  const mine = `${file}.${process.pid}`;
  const owner: Owner = {
    pid: process.pid,
    identity: identify(process.pid) ?? '',
    folder: folderId(directory),
  };
  const named = writeOwner(mine, owner);
  const end = Date.now() + patienceMs;
  try {
    for (;;) {
      // On a full disk nothing can be written: the state cannot be saved either,
      // and it is enough that nobody else owns it.
      if (!named && !existsSync(file)) break;
      try {
        // Only one process can link to a name, and it is complete then.
        if (named) {
          linkSync(mine, file);
          break;
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const other = read(file);
      if (!other || !isRunning(other)) putAway(file, other);
      else if (Date.now() > end) {
        throw new StateInUseError(
          `The state in ${directory} is in use by the sandbox of process ${other.pid}. End it (kill ${other.pid}) and start again, or give another folder with --state.`,
        );
      } else await sleep(INTERVAL_MS);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return () => {
    if (read(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}

/** @returns false when the disk is full */
function writeOwner(file: string, owner: Owner): boolean {
  try {
    writeFileSync(file, JSON.stringify(owner), { mode: 0o600 });
    return true;
  } catch (error) {
    if (isFullDisk(error)) return false;
    throw error;
  }
}

/** Removes the lock of a process that has ended, unless another process has taken its place meanwhile. */
function putAway(file: string, dead: Owner | undefined): void {
  const aside = `${file}.${process.pid}.ended`;
  try {
    renameSync(file, aside);
  } catch {
    return; // somebody else has removed it
  }
  const moved = read(aside);
  if (moved && moved.identity !== dead?.identity && isRunning(moved)) {
    linkSync(aside, file);
  }
  rmSync(aside, { force: true });
}
