import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Cleaner, cleanUp, temporaryFolder } from './cleaner';

/** A disk of its own that a test may fill. */
export interface SmallDisk {
  folder: string;
  /** Takes all of its space. */
  fill(): void;
  /** Gives back what {@link SmallDisk.fill} took. */
  free(): void;
}

/** How a disk is mounted here, the first that works: as root, or with a sudo that asks nothing. */
const PREFIXES = [[], ['sudo', '-n']];

function asRoot(...command: string[]): void {
  const failures: unknown[] = [];
  for (const prefix of PREFIXES) {
    const [program, ...args] = [...prefix, ...command];
    try {
      execFileSync(program, args, { stdio: 'pipe' });
      return;
    } catch (error) {
      failures.push(error);
    }
  }
  throw new Error(
    `A disk that may be filled cannot be mounted: run this as root, or allow "sudo -n mount". ${failures.join(
      '; ',
    )}`,
  );
}

/** Mounts a small disk in memory, and removes it after the test. */
export function smallDisk(cleaner: Cleaner, megabytes: number): SmallDisk {
  const folder = temporaryFolder(cleaner);
  asRoot(
    ...['mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=777`],
    ...['slipway-faults', folder],
  );
  cleanUp(cleaner, () => asRoot('umount', '--lazy', folder));
  const filler = join(folder, 'filler');
  return {
    folder,
    fill() {
      const file = openSync(filler, 'a');
      // Large pieces first, then what is left of the last one.
      for (const bytes of [1 << 20, 4096, 1]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(bytes));
        } catch {
          // full
        }
      }
      closeSync(file);
    },
    free() {
      rmSync(filler, { force: true });
    },
  };
}
