import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The process that owns a state folder: the portal and the sandbox write who
 * they are into `lock.json` in theirs.
 *
 * @param {string} folder
 * @returns {number | undefined} undefined when nobody has written it, whoever did has ended, or the folder is a copy
 */
export function ownerOf(folder) {
  try {
    const owner = JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8'));
    const { dev, ino } = statSync(folder);
    if (owner.folder !== `${dev}:${ino}`) return undefined;
    const { pid } = owner;
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}

/** Resolves when nobody owns the folder any more, or after so many seconds. */
export async function untilFree(folder, seconds) {
  const end = Date.now() + seconds * 1000;
  while (ownerOf(folder) !== undefined && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}
