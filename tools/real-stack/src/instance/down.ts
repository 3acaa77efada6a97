import { rmSync } from 'node:fs';
import { instancePaths } from '../paths.ts';
import { COMPONENTS } from './components.ts';
import { withLock } from './lock.ts';
import { readState } from './state.ts';
import { Supervisor } from './supervisor.ts';

/** Ends every process of an instance. Its data stays unless it is wiped. */
export async function down(
  root: string,
  name: string,
  wipe = false,
): Promise<void> {
  const paths = instancePaths(root, name);
  const state = readState(paths);
  if (state) {
    await withLock(paths.lockFile, async () => {
      const supervisor = new Supervisor(paths, readState(paths) ?? state);
      await supervisor.end([...COMPONENTS]);
      await supervisor.sweep();
    });
  }
  if (wipe) {
    rmSync(paths.dir, { recursive: true, force: true });
  }
}
