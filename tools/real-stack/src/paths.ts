import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { ExplainedError } from './errors.ts';

/** Folders of one instance, all below `<name>` in {@link instancesDir}. */
export interface InstancePaths {
  name: string;
  dir: string;
  stateFile: string;
  lockFile: string;
  pki: string;
  logs: string;
  data: string;
  run: string;
  adminKubeconfig: string;
  appConfig: string;
}

/**
 * Folder that holds every instance of a checkout: `real-stack` below
 * `$SLIPWAY_STATE`, else below `.slipway` of the checkout. The npm commands
 * have the same rule (`scripts/lib/paths.mjs`).
 */
export function instancesDir(
  root: string,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const state = env.SLIPWAY_STATE
    ? resolve(env.SLIPWAY_STATE)
    : join(root, '.slipway');
  return join(state, 'real-stack');
}

/**
 * Folders of the named instance.
 *
 * @throws ExplainedError when the name is not a DNS label of at most 40 characters
 */
export function instancePaths(root: string, name: string): InstancePaths {
  if (!/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) {
    throw new ExplainedError(
      `"${name}" cannot name an instance: use up to 40 lower-case letters, digits and hyphens.`,
    );
  }
  const dir = join(instancesDir(root), name);
  return {
    name,
    dir,
    stateFile: join(dir, 'instance.json'),
    lockFile: join(dir, 'lock'),
    pki: join(dir, 'pki'),
    logs: join(dir, 'logs'),
    data: join(dir, 'data'),
    run: join(dir, 'run'),
    adminKubeconfig: join(dir, 'pki', 'admin.kubeconfig'),
    appConfig: join(dir, 'app-config.yaml'),
  };
}

/** Folder of cached binaries: `$SLIPWAY_CACHE`, else `~/.cache/slipway`; outside every checkout. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return join(
    env.SLIPWAY_CACHE ?? join(homedir(), '.cache', 'slipway'),
    'real-stack',
  );
}
