import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cleaner, cleanUp, temporaryFolder } from './cleaner';
import { portalScripts, StartedPortal, tools } from './scripts';

/** The portal beside which all suites run. Whoever hurts it starts one of its own. */
export interface SharedPortal {
  url: string;
  pid: number;
  /** What it has printed. */
  log: string;
  /** Its databases. */
  stateDir: string;
  /** Its configuration after app-config.yaml: give it to a portal of your own that is connected to the same clusters. */
  configs: string[];
  /** Clusters of the sandbox behind it. */
  clusters: Array<{ name: string; api: string; prometheus: string }>;
  /** Of a cluster administrator. */
  kubeconfig: string;
}

/** The portal that the runner started. */
export function sharedPortal(): SharedPortal {
  const file = process.env.SLIPWAY_FAULTS;
  if (!file) {
    throw new Error(
      'There is no shared portal. Run: node scripts/faults.mjs TOPIC',
    );
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

export interface OwnPortalOptions {
  /** Files after app-config.yaml. Default: no cluster; `sharedPortal().configs` connects it to the sandbox. */
  configs?: string[];
  /** Where databases (`db`) and log are; a temporary folder unless given. */
  folder?: string;
  environment?: Record<string, string>;
}

/** Starts a portal that a test may hurt, and ends it afterwards. It may not be ready yet: await its `ready()`. */
export async function startOwnPortal(
  cleaner: Cleaner,
  options: OwnPortalOptions = {},
): Promise<StartedPortal & { stateDir: string }> {
  const { freePort, startPortal } = await portalScripts();
  const folder = options.folder ?? temporaryFolder(cleaner);
  const stateDir = join(folder, 'db');
  mkdirSync(stateDir, { recursive: true });
  const portal = startPortal(tools, {
    configs: options.configs ?? ['packages/e2e/app-config.e2e.yaml'],
    port: await freePort(),
    stateDir,
    log: join(folder, 'portal.log'),
    environment: options.environment,
  });
  cleanUp(cleaner, () => portal.stop());
  return { ...portal, stateDir };
}
