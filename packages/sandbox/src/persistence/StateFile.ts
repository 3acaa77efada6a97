import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Json } from '@slipway/kube-sim';
import { writePrivate } from './writePrivate';

/** Raised when what is kept can no longer be read by older or newer code. */
export const STATE_VERSION = 1;

/** Everything that outlives the process. */
export interface SandboxState {
  version: typeof STATE_VERSION;
  /** Sandbox time of the snapshot, RFC 3339. */
  at: string;
  clusters: Record<string, ClusterState>;
  panelToken: string;
  /** Ports of its clusters and its panel, taken again while they are free. */
  ports: number[];
  demo: Json;
}

/** Bearer tokens of one cluster's API server. */
export interface ClusterTokens {
  /** Of the service account `slipway/portal`. */
  portal: string;
  /** Of the service account `slipway/viewer`. */
  viewer: string;
  /** Of a member of `system:masters`. */
  admin: string;
}

/** Certificate and key of one cluster's API server, PEM. Kept, so that who trusted it before a restart trusts it after. */
export interface ClusterTls {
  cert: string;
  key: string;
}

export interface ClusterState {
  /** What the store said in `snapshot()`. */
  store: Json;
  prometheusUrl: string;
  tokens: ClusterTokens;
  tls: ClusterTls;
}

export type Loaded =
  | { kind: 'none' }
  | { kind: 'state'; state: SandboxState }
  /** There was something that cannot be used; it was put aside. */
  | { kind: 'unusable'; why: string; aside: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isClusterState(value: unknown): value is ClusterState {
  return (
    isRecord(value) &&
    isRecord(value.store) &&
    typeof value.prometheusUrl === 'string' &&
    isRecord(value.tls) &&
    typeof value.tls.cert === 'string' &&
    typeof value.tls.key === 'string' &&
    isRecord(value.tokens) &&
    ['portal', 'viewer', 'admin'].every(
      name =>
        typeof (value.tokens as Record<string, unknown>)[name] === 'string',
    )
  );
}

function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) return 'it is no object';
  if (value.version !== STATE_VERSION) {
    return `its version is ${String(value.version)}, not ${STATE_VERSION}`;
  }
  if (typeof value.at !== 'string' || Number.isNaN(Date.parse(value.at))) {
    return 'its time cannot be read';
  }
  if (typeof value.panelToken !== 'string') return 'it has no panel token';
  if (!Array.isArray(value.ports) || !value.ports.every(Number.isInteger)) {
    return 'its ports cannot be read';
  }
  if (
    !isRecord(value.clusters) ||
    !Object.values(value.clusters).every(isClusterState)
  ) {
    return 'a cluster in it is incomplete';
  }
  return undefined;
}

/** The snapshot in the state directory. */
export class StateFile {
  readonly #file: string;

  /** @param directory - made when it is not there, for its owner only */
  constructor(readonly directory: string) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.#file = join(directory, 'state.json');
    for (const name of readdirSync(directory)) {
      // Left by a process that ended in the middle of writing.
      if (/^state\.json\.\d+\.part$/.test(name)) rmSync(join(directory, name));
    }
  }

  /** Reads what is kept. What cannot be used is renamed, never deleted. */
  load(): Loaded {
    if (!existsSync(this.#file)) return { kind: 'none' };
    let value: unknown;
    let why: string | undefined;
    try {
      value = JSON.parse(readFileSync(this.#file, 'utf8'));
      why = problemOf(value);
    } catch (error) {
      why = error instanceof Error ? error.message : String(error);
    }
    return why === undefined
      ? { kind: 'state', state: value as SandboxState }
      : this.putAside(why);
  }

  /** Renames what is kept, so that the next start begins with nothing. */
  putAside(why: string): Loaded & { kind: 'unusable' } {
    const aside = `${this.#file}.unusable`;
    renameSync(this.#file, aside);
    return { kind: 'unusable', why, aside };
  }

  save(state: SandboxState): void {
    writePrivate(this.#file, JSON.stringify(state));
  }

  /** Forgets what is kept. */
  reset(): void {
    rmSync(this.#file, { force: true });
  }
}
