import { readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import type { Binaries, Say } from '../build/build.ts';
import { ExplainedError } from '../errors.ts';
import type { InstancePaths } from '../paths.ts';
import { startAddons } from './addons.ts';
import { commandLines } from './components.ts';
import { KubeApi } from './kubeApi.ts';
import { kubeconfig } from './kubeconfig.ts';
import { runClient } from './kubectl.ts';
import { portalConfig } from './portalConfig.ts';
import { nodeScript } from './scripts.ts';
import { installReleases, releases } from './services.ts';
import { writeAtomically, writeState } from './state.ts';
import type { InstanceState } from './state.ts';
import type { Supervisor } from './supervisor.ts';

/** CRDs of Argo Rollouts, each of one kind. */
const ROLLOUTS_CRDS = [
  'rollout',
  'analysis-run',
  'analysis-template',
  'cluster-analysis-template',
  'experiment',
];

const portalTokenSeconds = 24 * 3_600;
const controllerTokenSeconds = 30 * 24 * 3_600;

/** True when an HTTP server on loopback answers 200. */
function answers(port: number, path: string): Promise<boolean> {
  return new Promise(resolve => {
    const outgoing = get(
      { host: '127.0.0.1', port, path, timeout: 2_000, agent: false },
      response => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
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

/** Waits for all, so that nothing is still being started when the first failure is reported. */
async function allSettledOrFirstError(
  work: readonly Promise<void>[],
): Promise<void> {
  const failed = (await Promise.allSettled(work)).find(
    result => result.status === 'rejected',
  );
  if (failed) {
    throw failed.reason;
  }
}

/** One run of `up` over one instance: each method is a step. */
export class Steps {
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
        this.#startAddons(),
        measuring,
      ]);
      await this.#writePortalConfig();
      if (install) {
        await this.#waitForHealthy(300_000);
      }
    } finally {
      this.#api.close();
    }
  }

  get #lines() {
    return commandLines(
      {
        bin: this.#programs.bin,
        prometheus: this.#programs.prometheus.prometheus,
      },
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
    await this.#supervisor.waitFor('apiserver', () => this.#api.isReady(), [
      'etcd',
    ]);
    this.#say(
      `API server ready on https://127.0.0.1:${this.#state.ports.apiserver}`,
    );
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
      ...ROLLOUTS_CRDS.map(name => join(argo, 'crds', `${name}-crd.yaml`)),
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
      const { resources } = await this.#api.send<{
        resources: Array<{ name: string }>;
      }>('GET', '/apis/argoproj.io/v1alpha1');
      const kinds = resources.filter(({ name }) => !name.includes('/'));
      return kinds.length === ROLLOUTS_CRDS.length;
    } catch {
      return false;
    }
  }

  async #startControllers(): Promise<void> {
    const lines = this.#lines;
    const names = ['controller-manager', 'scheduler', 'kwok'] as const;
    await Promise.all(
      names.map(name => this.#supervisor.ensure(name, lines[name])),
    );
    this.#say('controller-manager, scheduler and KWOK started');
  }

  async #startRollouts(): Promise<void> {
    const { pki } = this.#paths;
    const tokenFile = join(pki, 'argo-rollouts.token');
    writeAtomically(
      tokenFile,
      await this.#api.serviceAccountToken(
        'argo-rollouts',
        'argo-rollouts',
        controllerTokenSeconds,
      ),
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

  #startAddons(): Promise<void> {
    return startAddons({
      root: this.#root,
      paths: this.#paths,
      state: this.#state,
      supervisor: this.#supervisor,
      api: this.#api,
      say: this.#say,
    });
  }

  async #startMeasuring(): Promise<void> {
    const { ports } = this.#state;
    writeFileSync(
      join(this.#paths.run, 'prometheus.yml'),
      prometheusConfig(ports.exporter),
    );
    const [command, ...args] = nodeScript(this.#root, 'exporter.ts', [
      `--pki=${this.#paths.pki}`,
      `--apiserver-port=${ports.apiserver}`,
      `--port=${ports.exporter}`,
    ]);
    await Promise.all([
      this.#supervisor.ensure('exporter', { command, args }),
      this.#supervisor.ensure('prometheus', this.#lines.prometheus),
    ]);
    await Promise.all([
      this.#supervisor.waitFor('exporter', () =>
        answers(ports.exporter, '/healthz'),
      ),
      this.#supervisor.waitFor('prometheus', () =>
        answers(ports.prometheus, '/-/ready'),
      ),
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
    const [portal, viewer] = await Promise.all([
      token('portal'),
      token('viewer'),
    ]);
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
        caData: readFileSync(join(this.#paths.pki, 'ca.crt')).toString(
          'base64',
        ),
      }),
    );
    this.#say(`portal configuration written to ${this.#paths.appConfig}`);
  }

  /** Waits until every Rollout that was installed is Healthy. */
  async #waitForHealthy(timeoutMs: number): Promise<void> {
    interface RolloutList {
      items: Array<{
        metadata: { name: string; namespace: string };
        status?: { phase?: string };
      }>;
    }
    const until = Date.now() + timeoutMs;
    for (;;) {
      this.#supervisor.refuseWhenInterrupted();
      const list = await this.#api.send<RolloutList>(
        'GET',
        '/apis/argoproj.io/v1alpha1/rollouts',
      );
      const waiting = list.items.filter(
        item => item.status?.phase !== 'Healthy',
      );
      if (waiting.length === 0) {
        this.#say(`${list.items.length} Rollouts healthy`);
        return;
      }
      if (Date.now() > until) {
        throw new ExplainedError(
          `Not healthy after ${timeoutMs / 1_000} s: ${waiting
            .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
            .join(', ')}. Look with "kubectl --name ${
            this.#state.name
          } -- get rollouts -A".`,
        );
      }
      await sleep(250);
    }
  }
}
