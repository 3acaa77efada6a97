import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The repository. */
export const ROOT = resolve(__dirname, '../../../..');

/** What starts a process of the portal or the sandbox. */
export interface Tools {
  node: string;
  env: NodeJS.ProcessEnv;
}

/** A portal that `scripts/lib/portal.mjs` started. */
export interface StartedPortal {
  url: string;
  log: string;
  pid: number;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  ready(timeoutMs?: number): Promise<void>;
  stop(): Promise<unknown>;
}

export interface PortalOptions {
  /** Files after app-config.yaml. */
  configs: string[];
  port: number;
  /** Where the databases are. */
  stateDir: string;
  environment?: Record<string, string>;
}

interface PortalModule {
  freePort(): Promise<number>;
  /** What runs a portal, for a test that starts the process itself. */
  portalCommand(
    tools: Tools,
    options: PortalOptions,
  ): {
    url: string;
    file: string;
    args: string[];
    cwd: string;
    env: NodeJS.ProcessEnv;
  };
  startPortal(
    tools: Tools,
    options: PortalOptions & { log?: string },
  ): StartedPortal;
}

/** The Node of this process, which the runner chose, and its environment. */
export const tools: Tools = { node: process.execPath, env: process.env };

/** What the npm commands start a portal with. The scripts are JavaScript modules: they run before anything is installed. */
export async function portalScripts(): Promise<PortalModule> {
  return import(pathToFileURL(join(ROOT, 'scripts/lib/portal.mjs')).href);
}
