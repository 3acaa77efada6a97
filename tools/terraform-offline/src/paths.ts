import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of everything that is built or fetched: `$SLIPWAY_CACHE`, else `~/.cache/slipway`; outside every checkout. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(
    env.SLIPWAY_CACHE ?? join(homedir(), '.cache', 'slipway'),
    'terraform-offline',
  );
}
