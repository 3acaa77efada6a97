import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { binaries } from '../build/build.ts';
import type { Binaries, Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import { instancePaths, instancesDir } from '../paths.ts';
import type { InstancePaths } from '../paths.ts';
import { ensureCertificates } from './certs.ts';
import { COMPONENTS, commandLines } from './components.ts';
import { KubeApi } from './kubeApi.ts';
import { kubeconfig } from './kubeconfig.ts';
import { runClient } from './kubectl.ts';
import { withLock } from './lock.ts';
import { portalConfig } from './portalConfig.ts';
import { choosePorts, portIsFree } from './ports.ts';
import { installReleases, releases, wantedServices } from './services.ts';
import { readState, recordedPorts, writeAtomically, writeState } from './state.ts';
import type { InstanceState } from './state.ts';
import { Supervisor } from './supervisor.ts';
import { watchdogLine } from './watchdog.ts';

export interface UpOptions {
  name: string;
  services: string;
  clusterName?: string;
  /** End the instance when this process is gone. */
  foregroundParent?: number;
}

const portalTokenSeconds = 24 * 3_600;
const controllerTokenSeconds = 30 * 24 * 3_600;

/** True when an HTTP server on loopback answers 200. */
function answers(port: number, path: string): Promise<boolean> {
  return new Promise(resolve => {
    const outgoing = get({ host: '127.0.0.1', port, path, timeout: 2_000, agent: false }, response => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    outgoing.once('timeout', () => outgoing.destroy());
    outgoing.once('error', () => resolve(false));
  });
}

function prometheusConfig(exporterPort: number): string {
  return stringify({
    global: { scrape_interval: '2s', evaluation_interval: '2s' },
    scrape_configs: [
      {
        job_name: 'linkerd-proxy',
        honor_labels: true,
        static_configs: [{ targets: [`127.0.0.1:${exporterPort}`] }],
      },
    ],
  });
}

/** Waits for all, so that nothing is still being started when the first failure is told. */
async function allSettledOrFirstError(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(result => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
}

/** One run of `up` over one instance: each method is a step. */
class Up {
  readonly #root: string;
  readonly #paths: InstancePaths;
  readonly #state: InstanceState;
  readonly #programs: Binaries;
  readonly #supervisor: Supervisor;
  readonly #api: KubeApi;
  readonly #say: Say;

  constructor(
    root: string,
    paths: InstancePaths,
    state: InstanceState,
    programs: Binaries,
    supervisor: Supervisor,
    say: Say,
  ) {
    this.#root = root;
    this.#paths = paths;
    this.#state = state;
    this.#programs = programs;
    this.#supervisor = supervisor;
    this.#api = KubeApi.create(paths.pki, state.ports.apiserver);
    this.#say = say;
  }

  async run(): Promise<void> {
    try {
      const measuring = this.#startMeasuring();
      // A rejection is reported by the await below; until then it must not count as unhandled.
      measuring.catch(() => undefined);
      await this.#startControlPlane();
      await this.#applyManifests();
      const install = !this.#state.servicesInstalled;
      await allSettledOrFirstError([
        this.#startControllers(),
        this.#startRollouts(),
        this.#installServices(),
        measuring,
      ]);
      await this.#writePortalConfig();
      if (install) {
        await this.#waitForHealthy(120_000);
      }
    } finally {
      this.#api.close();
    }
  }

  get #lines() {
    return commandLines(
      { bin: this.#programs.bin, prometheus: this.#programs.prometheus.prometheus },
      this.#paths,
      this.#state.ports,
    );
  }

  get #prometheusUrl(): string {
    return `http://127.0.0.1:${this.#state.ports.prometheus}`;
  }

  async #startControlPlane(): Promise<void> {
    const { etcd, apiserver } = this.#lines;
    await this.#supervisor.ensure('etcd', etcd);
    await this.#supervisor.ensure('apiserver', apiserver);
    await this.#supervisor.waitFor('apiserver', () => this.#api.isReady());
    this.#say(`API server ready on https://127.0.0.1:${this.#state.ports.apiserver}`);
  }

  /** Applies everything that is not a service, with two calls of kubectl; CRDs first, for their names must be known. */
  async #applyManifests(): Promise<void> {
    const own = join(this.#root, 'tools', 'real-stack', 'manifests');
    const argo = this.#programs.cache.rolloutsManifests;
    const apply = (files: string[], namespace?: string) =>
      runClient(this.#paths, this.#programs.bin, 'kubectl', [
        'apply',
        '--server-side',
        '--force-conflicts',
        ...(namespace ? [`--namespace=${namespace}`] : []),
        ...files.map(file => `--filename=${file}`),
      ]);
    await apply([
      join(own, 'namespaces.yaml'),
      ...['rollout', 'analysis-run', 'analysis-template', 'cluster-analysis-template', 'experiment'].map(
        name => join(argo, 'crds', `${name}-crd.yaml`),
      ),
      join(own, 'nodes.yaml'),
      join(own, 'rbac-instance.yaml'),
      join(own, 'rbac-portal.yaml'),
      join(own, 'rbac-teams.yaml'),
    ]);
    await apply(
      [
        join(argo, 'base', 'argo-rollouts-sa.yaml'),
        join(argo, 'base', 'argo-rollouts-config.yaml'),
        join(argo, 'base', 'argo-rollouts-aggregate-roles.yaml'),
        join(argo, 'role', 'argo-rollouts-clusterrole.yaml'),
        join(argo, 'cluster-install', 'argo-rollouts-clusterrolebinding.yaml'),
      ],
      'argo-rollouts',
    );
    await this.#supervisor.waitFor('apiserver', () => this.#crdsServed());
    this.#say('nodes, namespaces, roles and CRDs applied');
  }

  async #crdsServed(): Promise<boolean> {
    try {
      const { resources } = await this.#api.send<{ resources: unknown[] }>(
        'GET',
        '/apis/argoproj.io/v1alpha1',
      );
      // Five kinds, two of them (rollouts, experiments…) with subresources.
      return resources.length >= 5;
    } catch {
      return false;
    }
  }

  async #startControllers(): Promise<void> {
    const lines = this.#lines;
    const names = ['controller-manager', 'scheduler', 'kwok'] as const;
    await Promise.all(names.map(name => this.#supervisor.ensure(name, lines[name])));
    this.#say('controller-manager, scheduler and KWOK started');
  }

  async #startRollouts(): Promise<void> {
    const { pki } = this.#paths;
    const tokenFile = join(pki, 'argo-rollouts.token');
    writeAtomically(
      tokenFile,
      await this.#api.serviceAccountToken('argo-rollouts', 'argo-rollouts', controllerTokenSeconds),
    );
    writeAtomically(
      join(pki, 'argo-rollouts.kubeconfig'),
      kubeconfig({
        server: `https://127.0.0.1:${this.#state.ports.apiserver}`,
        caData: readFileSync(join(pki, 'ca.crt')).toString('base64'),
        user: { name: 'argo-rollouts', tokenFile },
        namespace: 'argo-rollouts',
      }),
    );
    await this.#supervisor.ensure('rollouts', this.#lines.rollouts);
    await this.#supervisor.waitFor('rollouts', () =>
      answers(this.#state.ports.rolloutsHealth, '/healthz'),
    );
    this.#say('Argo Rollouts controller ready');
  }

  async #startMeasuring(): Promise<void> {
    const { ports } = this.#state;
    writeFileSync(join(this.#paths.run, 'prometheus.yml'), prometheusConfig(ports.exporter));
    await Promise.all([
      this.#supervisor.ensure('exporter', {
        command: process.execPath,
        args: [
          '--disable-warning=ExperimentalWarning',
          '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
          join(this.#root, 'tools', 'real-stack', 'src', 'exporter.ts'),
          `--pki=${this.#paths.pki}`,
          `--apiserver-port=${ports.apiserver}`,
          `--port=${ports.exporter}`,
        ],
      }),
      this.#supervisor.ensure('prometheus', this.#lines.prometheus),
    ]);
    await Promise.all([
      this.#supervisor.waitFor('exporter', () => answers(ports.exporter, '/healthz')),
      this.#supervisor.waitFor('prometheus', () => answers(ports.prometheus, '/-/ready')),
    ]);
    this.#say(`exporter and Prometheus ready on ${this.#prometheusUrl}`);
  }

  async #installServices(): Promise<void> {
    if (this.#state.servicesInstalled) {
      return;
    }
    const list = releases(this.#state.services, this.#prometheusUrl);
    await installReleases(this.#root, this.#paths, this.#programs.bin, list);
    this.#state.servicesInstalled = true;
    writeState(this.#paths, this.#state);
    this.#say(`${list.length} helm releases installed`);
  }

  async #writePortalConfig(): Promise<void> {
    const { ports, clusterName, name } = this.#state;
    const token = (account: string) =>
      this.#api.serviceAccountToken('slipway', account, portalTokenSeconds);
    const [portal, viewer] = await Promise.all([token('portal'), token('viewer')]);
    writeAtomically(join(this.#paths.pki, 'portal.token'), portal);
    writeAtomically(join(this.#paths.pki, 'viewer.token'), viewer);
    writeAtomically(
      this.#paths.appConfig,
      portalConfig({
        clusterName,
        title: name === 'default' ? 'GKE production' : name,
        apiserverUrl: `https://127.0.0.1:${ports.apiserver}`,
        prometheusUrl: this.#prometheusUrl,
        token: portal,
        caData: readFileSync(join(this.#paths.pki, 'ca.crt')).toString('base64'),
      }),
    );
    this.#say(`portal configuration written to ${this.#paths.appConfig}`);
  }

  /** Waits until every Rollout that was installed is Healthy. */
  async #waitForHealthy(timeoutMs: number): Promise<void> {
    interface RolloutList {
      items: Array<{ metadata: { name: string; namespace: string }; status?: { phase?: string } }>;
    }
    const until = Date.now() + timeoutMs;
    for (;;) {
      const list = await this.#api.send<RolloutList>('GET', '/apis/argoproj.io/v1alpha1/rollouts');
      const waiting = list.items.filter(item => item.status?.phase !== 'Healthy');
      if (waiting.length === 0) {
        this.#say(`${list.items.length} Rollouts healthy`);
        return;
      }
      if (Date.now() > until) {
        throw new ExplainedError(
          `Not healthy after ${timeoutMs / 1_000} s: ${waiting
            .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
            .join(', ')}. Look with "kubectl --name ${this.#state.name} -- get rollouts -A".`,
        );
      }
      await sleep(250);
    }
  }
}

async function loadOrCreate(
  root: string,
  paths: InstancePaths,
  options: UpOptions,
): Promise<InstanceState> {
  const existing = readState(paths);
  if (existing) {
    return existing;
  }
  const services = wantedServices(options.services);
  return withLock(join(instancesDir(root), 'ports.lock'), async () => {
    const state: InstanceState = {
      name: options.name,
      clusterName:
        options.clusterName ?? (options.name === 'default' ? 'gke-prod' : options.name),
      createdAt: new Date().toISOString(),
      ports: await choosePorts(paths.dir, portIsFree, recordedPorts(root, options.name)),
      services,
      servicesInstalled: false,
      processes: {},
    };
    writeState(paths, state);
    return state;
  });
}

/**
 * Brings an instance up, or repairs one that lost components. When it fails
 * midway, what this call has started is ended again.
 *
 * @throws ExplainedError with the log to read
 */
export async function up(root: string, options: UpOptions, sayLine: Say): Promise<InstanceState> {
  const started = Date.now();
  const say: Say = line =>
    sayLine(`${((Date.now() - started) / 1_000).toFixed(1).padStart(5)} s  ${line}`);
  const paths = instancePaths(root, options.name);
  const programs = await binaries(root);
  if ('missing' in programs) {
    throw new ExplainedError(
      programs.problem ??
        `Not built yet: ${programs.missing.join(', ')}. Run "node tools/real-stack/src/cli.ts build" first.`,
    );
  }
  return withLock(paths.lockFile, async () => {
    for (const dir of [paths.dir, paths.logs, paths.data, paths.run, join(paths.data, 'etcd')]) {
      mkdirSync(dir, { recursive: true, mode: 0o700 });
    }
    const state = await loadOrCreate(root, paths, options);
    const supervisor = new Supervisor(paths, state);
    try {
      await ensureCertificates(paths.pki, state.ports.apiserver);
      writeFileSync(
        join(paths.run, 'kwok.yaml'),
        readFileSync(join(root, 'tools', 'real-stack', 'manifests', 'kwok.yaml')),
      );
      say('certificates ready');
      await new Up(root, paths, state, programs, supervisor, say).run();
      await watch(root, options, supervisor);
      say(`instance "${options.name}" is up`);
      return state;
    } catch (error) {
      await supervisor.end(supervisor.started);
      throw error;
    }
  });
}

async function watch(root: string, options: UpOptions, supervisor: Supervisor): Promise<void> {
  if (options.foregroundParent !== undefined) {
    await supervisor.end(['watchdog']);
    await supervisor.ensure(
      'watchdog',
      watchdogLine(options.foregroundParent, [
        process.execPath,
        '--disable-warning=ExperimentalWarning',
        '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
        join(root, 'tools', 'real-stack', 'src', 'cli.ts'),
        'down',
        `--name=${options.name}`,
      ]),
    );
  }
}

/** Ends every process of an instance. Its data stays unless it is wiped. */
export async function down(root: string, name: string, wipe = false): Promise<void> {
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
