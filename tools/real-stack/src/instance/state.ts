import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { InstanceAddon } from '../build/addons.ts';
import { ExplainedError } from '../errors.ts';
import { instancePaths, instancesDir } from '../paths.ts';
import type { InstancePaths } from '../paths.ts';
import { isAlive } from './processes.ts';
import type { ProcessIdentity } from './processes.ts';
import type { Ports } from './ports.ts';

/** What is written in `instance.json`. */
export interface InstanceState {
  name: string;
  clusterName: string;
  createdAt: string;
  ports: Ports;
  /** Services that were asked for. */
  services: string[];
  /** Set when the services have been installed and are to be left alone. */
  servicesInstalled: boolean;
  /** What it has beside the platform. */
  addons: InstanceAddon[];
  /** Folder of the cache from which the objects of an add-on were made. */
  installed: Partial<Record<InstanceAddon, string>>;
  processes: Record<string, ProcessIdentity>;
}

/** Fields that older versions have not written. */
type Recent = 'addons' | 'installed';

/** Writes a file so that a reader sees the old or the new text, never a part. */
export function writeAtomically(
  file: string,
  text: string,
  mode = 0o600,
): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, file);
}

/** The recorded state, or undefined when the instance has never been started. */
export function readState(paths: InstancePaths): InstanceState | undefined {
  if (!existsSync(paths.stateFile)) {
    return undefined;
  }
  try {
    const state = JSON.parse(readFileSync(paths.stateFile, 'utf8')) as Omit<
      InstanceState,
      Recent
    > &
      Partial<Pick<InstanceState, Recent>>;
    return { addons: [], installed: {}, ...state };
  } catch {
    throw new ExplainedError(
      `${paths.stateFile} is damaged: run "down --name ${paths.name} --wipe" and start the instance again.`,
    );
  }
}

/** Records the state. */
export function writeState(paths: InstancePaths, state: InstanceState): void {
  writeAtomically(paths.stateFile, `${JSON.stringify(state, null, 2)}\n`);
}

/** Names of the instances that this checkout knows, running or not. */
export function instanceNames(root: string): string[] {
  const dir = instancesDir(root);
  return existsSync(dir)
    ? readdirSync(dir, { withFileTypes: true })
        .filter(
          entry =>
            entry.isDirectory() &&
            existsSync(join(dir, entry.name, 'instance.json')),
        )
        .map(entry => entry.name)
        .sort()
    : [];
}

/** Ports that other instances of the checkout have recorded. */
export function recordedPorts(root: string, except: string): Set<number> {
  return new Set(
    instanceNames(root)
      .filter(name => name !== except)
      .flatMap(name =>
        Object.values(readState(instancePaths(root, name))?.ports ?? {}),
      ),
  );
}

/** Components of the state whose process runs. */
export function aliveComponents(state: InstanceState): string[] {
  return Object.entries(state.processes)
    .filter(([, identity]) => isAlive(identity))
    .map(([name]) => name);
}
