import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { missingOfAddon } from '../build/addons.ts';
import type { InstanceAddon } from '../build/addons.ts';
import { binaries } from '../build/build.ts';
import type { Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import { instancePaths, instancesDir } from '../paths.ts';
import type { InstancePaths } from '../paths.ts';
import { ensureCertificates } from './certs.ts';
import { componentsWith } from './components.ts';
import { withLock } from './lock.ts';
import {
  choosePorts,
  completePorts,
  portIsFree,
  refuseTakenPorts,
} from './ports.ts';
import { nodeScript } from './scripts.ts';
import { wantedServices } from './services.ts';
import { readState, recordedPorts, writeState } from './state.ts';
import type { InstanceState } from './state.ts';
import { Steps } from './steps.ts';
import { Supervisor } from './supervisor.ts';
import { watchdogLine } from './watchdog.ts';

const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface UpOptions {
  name: string;
  /** `all`, `none` or a list; what the instance has, or all for a new one, when undefined. */
  services?: string;
  clusterName?: string;
  /** What it is to have beside what it has already. */
  addons?: readonly InstanceAddon[];
  /** End the instance when this process is gone. */
  foregroundParent?: number;
}

function refuseOtherServices(
  state: InstanceState,
  asked: string | undefined,
): void {
  if (asked === undefined) {
    return;
  }
  const has = [...state.services].sort().join(', ');
  if (wantedServices(asked).sort().join(', ') !== has) {
    throw new ExplainedError(
      `Instance "${state.name}" has the services ${
        has || 'none'
      }: leave --services out, or run "down --name ${
        state.name
      } --wipe" first.`,
    );
  }
}

const withPortsLock = <T>(root: string, work: () => Promise<T>) =>
  withLock(join(instancesDir(root), 'ports.lock'), work);

async function loadOrCreate(
  root: string,
  paths: InstancePaths,
  options: UpOptions,
): Promise<InstanceState> {
  const addons = options.addons ?? [];
  const existing = readState(paths);
  if (existing) {
    refuseOtherServices(existing, options.services);
    return withPortsLock(root, async () => {
      const state: InstanceState = {
        ...existing,
        ports: await completePorts(
          existing.ports,
          paths.dir,
          portIsFree,
          recordedPorts(root, options.name),
        ),
        addons: [...new Set([...existing.addons, ...addons])],
      };
      writeState(paths, state);
      return state;
    });
  }
  const services = wantedServices(options.services ?? 'all');
  return withPortsLock(root, async () => {
    const state: InstanceState = {
      name: options.name,
      clusterName:
        options.clusterName ??
        (options.name === 'default' ? 'gke-prod' : options.name),
      createdAt: new Date().toISOString(),
      ports: await choosePorts(
        paths.dir,
        portIsFree,
        recordedPorts(root, options.name),
      ),
      services,
      servicesInstalled: false,
      addons: [...addons],
      installed: {},
      processes: {},
    };
    writeState(paths, state);
    return state;
  });
}

async function refuseUnbuilt(
  root: string,
  addons: readonly InstanceAddon[],
): Promise<void> {
  for (const addon of addons) {
    const missing = await missingOfAddon(root, addon);
    if (missing.length) {
      throw new ExplainedError(
        `Not built yet: ${missing.join(
          ', ',
        )}. Run "node tools/real-stack/src/cli.ts build --with ${addon}" first.`,
      );
    }
  }
}

/**
 * Brings an instance up, or repairs one that lost components. When it fails
 * midway, what this call has started is ended again.
 *
 * @throws ExplainedError with the log to read
 */
export async function up(
  root: string,
  options: UpOptions,
  sayLine: Say,
): Promise<InstanceState> {
  const started = Date.now();
  const say: Say = line =>
    sayLine(
      `${((Date.now() - started) / 1_000).toFixed(1).padStart(5)} s  ${line}`,
    );
  const paths = instancePaths(root, options.name);
  const programs = await binaries(root);
  if ('missing' in programs) {
    throw new ExplainedError(
      programs.problem ??
        `Not built yet: ${programs.missing.join(
          ', ',
        )}. Run "node tools/real-stack/src/cli.ts build" first.`,
    );
  }
  return withLock(paths.lockFile, async () => {
    for (const dir of [
      paths.dir,
      paths.logs,
      paths.data,
      paths.run,
      join(paths.data, 'etcd'),
    ]) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
    }
    const state = await loadOrCreate(root, paths, options);
    await refuseUnbuilt(root, state.addons);
    const supervisor = new Supervisor(paths, state);
    const interrupt = () => supervisor.interrupt();
    interruptions.forEach(signal => process.once(signal, interrupt));
    try {
      await refuseTakenPorts(
        componentsWith(state.addons).filter(
          component => !supervisor.isRunning(component),
        ),
        state.ports,
        portIsFree,
      );
      await watch(root, options, supervisor);
      await ensureCertificates(paths.pki, state.ports.apiserver);
      writeFileSync(
        join(paths.run, 'kwok.yaml'),
        readFileSync(
          join(root, 'tools', 'real-stack', 'manifests', 'kwok.yaml'),
        ),
      );
      say('certificates ready');
      await new Steps(root, paths, state, programs, supervisor, say).run();
      say(`instance "${options.name}" is up`);
      return state;
    } catch (error) {
      await supervisor.end(supervisor.started);
      throw error;
    } finally {
      interruptions.forEach(signal => process.off(signal, interrupt));
    }
  });
}

/** First of all steps: a parent that dies while the instance starts leaves nothing behind either. */
async function watch(
  root: string,
  options: UpOptions,
  supervisor: Supervisor,
): Promise<void> {
  if (options.foregroundParent !== undefined) {
    await supervisor.end(['watchdog']);
    await supervisor.ensure(
      'watchdog',
      watchdogLine(
        options.foregroundParent,
        nodeScript(root, 'cli.ts', ['down', `--name=${options.name}`]),
      ),
    );
  }
}
