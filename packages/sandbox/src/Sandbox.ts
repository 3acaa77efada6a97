import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createCertificate } from '@slipway/kube-sim';
import { createPanelServer } from './panel';
import { Saver } from './persistence/Saver';
import {
  Loaded,
  SandboxState,
  StateFile,
  STATE_VERSION,
} from './persistence/StateFile';
import { writePrivate } from './persistence/writePrivate';
import { CLUSTERS } from './platform/clusters';
import { LoopbackServer } from './platform/loopbackServer';
import { SandboxOptions } from './platform/options';
import { choosePorts } from './platform/ports';
import {
  ClusterEndpoint,
  PanelEndpoint,
  portalConfig,
  sandboxKubeconfig,
} from './platform/portalConfig';
import { SandboxClock } from './platform/SandboxClock';
import { SandboxCluster } from './SandboxCluster';
import { HISTORY_MS, OPENING, DemoScenario } from './demo';
import { createLogsServer } from './modules/logs';
import { createServicesServer } from './services/ServicesServer';

/** What a crash may lose, ms of the system's time. */
const SAVE_DELAY_MS = 5_000;

const SEED = 'slipway';

/** Of the time that nobody ran it, the part that is measured afterwards, ms: what the charts of a service show. */
const CATCH_UP_MS = 15 * 60_000;

/** It is kept with the state, which has no end. */
const CERTIFICATE_DAYS = 3_650;

/** A token that cannot be guessed. */
const newToken = () => randomBytes(32).toString('base64url');

/** Where everything of a running sandbox is reached. */
export interface SandboxEndpoints {
  clusters: ClusterEndpoint[];
  panel: PanelEndpoint;
  /** Base address of the services over HTTP; `/<cluster>/<namespace>/<service>` follows. */
  servicesUrl: string;
  /** Base address of the logs, as an Elasticsearch has them; `/<cluster>` follows. */
  logsUrl: string;
  configFile: string;
  kubeconfig: string;
  viewerKubeconfig: string;
}

interface Parts {
  clock: SandboxClock;
  clusters: SandboxCluster[];
  demo: DemoScenario;
  panelToken: string;
  ports: number[];
}

/** What the sandbox reports while it starts. */
export interface SandboxListener {
  /** One line for users. */
  say(line: string): void;
  /** The configuration is written; nothing listens yet. */
  configured(endpoints: SandboxEndpoints): void;
}

/** The whole platform: clusters, demo scenario, panel, and what is kept of them. */
export class Sandbox {
  readonly #ends: Array<() => void> = [];
  readonly #saver: Saver;
  readonly #panel: LoopbackServer;
  readonly #services: LoopbackServer;
  readonly #logs: LoopbackServer;

  private constructor(
    private readonly parts: Parts,
    file: StateFile,
    say: (line: string) => void,
  ) {
    const { clock, clusters, demo, panelToken, ports } = parts;
    this.#saver = new Saver(
      () =>
        file.save({
          version: STATE_VERSION,
          at: clock.now().toISOString(),
          panelToken,
          ports,
          demo: demo.snapshot(),
          clusters: Object.fromEntries(
            clusters.map(cluster => [cluster.name, cluster.snapshot()]),
          ),
        }),
      SAVE_DELAY_MS,
      error =>
        say(
          `The state cannot be saved (${
            error instanceof Error ? error.message : String(error)
          }): everything continues, and what happens from now on is lost at the end unless saving works again.`,
        ),
      () => say('The state is saved again.'),
    );
    this.#services = createServicesServer(clusters);
    this.#logs = createLogsServer(
      clusters.map(({ logged }) => logged),
      () => clock.now().getTime(),
    );
    this.#panel = createPanelServer(
      {
        demo: () => demo.view(),
        release: request => demo.release(request),
        time: () => ({ now: clock.now().toISOString(), speed: clock.speed }),
        setSpeed: speed => clock.run(speed),
      },
      panelToken,
    );
  }

  /**
   * Makes the platform as it was kept, or with a history of its own, and opens
   * it. On return everything answers.
   */
  static async start(
    options: SandboxOptions,
    { say, configured }: SandboxListener,
  ): Promise<{ sandbox: Sandbox; endpoints: SandboxEndpoints }> {
    const failed = (error: unknown) =>
      say(error instanceof Error ? inspect(error) : String(error));
    const file = new StateFile(options.stateDir);
    if (options.reset) file.reset();
    const loaded = file.load();
    const ports = await choosePorts(
      options.portBase,
      2 * CLUSTERS.length + 3,
      loaded.kind === 'state' ? loaded.state.ports : [],
    );
    const { parts, isNew } = await Sandbox.#build(
      file,
      loaded,
      ports,
      say,
      failed,
    );
    const { clock, clusters, demo } = parts;
    const [panelPort, servicesPort, logsPort] = ports.slice(
      2 * CLUSTERS.length,
    );
    const endpoints = Sandbox.#configure(options, parts, {
      panel: panelPort,
      services: servicesPort,
      logs: logsPort,
    });
    configured(endpoints);
    if (isNew) await Sandbox.#letHistoryHappen(parts, options.demo);
    else await Sandbox.#letTrafficFlow(parts);
    const sandbox = new Sandbox(parts, file, say);
    clock.run(options.speed);
    for (const { store } of clusters) {
      sandbox.#ends.push(store.subscribe(() => sandbox.#saver.touch()));
    }
    if (options.demo) demo.start();
    sandbox.#saver.touch();
    for (const cluster of clusters) await cluster.listen();
    await sandbox.#services.listen(servicesPort);
    await sandbox.#logs.listen(logsPort);
    await sandbox.#panel.listen(panelPort);
    return { sandbox, endpoints };
  }

  /** From what was kept; new when there is nothing, or nothing usable. */
  static async #build(
    file: StateFile,
    loaded: Loaded,
    ports: number[],
    say: (line: string) => void,
    failed: (error: unknown) => void,
  ): Promise<{ parts: Parts; isNew: boolean }> {
    const startAgain = (why: string, aside: string) =>
      say(
        `The state cannot be used (${why}): the sandbox starts again. The old one is ${aside}`,
      );
    if (loaded.kind === 'unusable') startAgain(loaded.why, loaded.aside);
    if (loaded.kind === 'state') {
      try {
        return {
          parts: await Sandbox.#make(ports, failed, loaded.state),
          isNew: false,
        };
      } catch (error) {
        const { why, aside } = file.putAside(String(error));
        startAgain(why, aside);
      }
    }
    return { parts: await Sandbox.#make(ports, failed), isNew: true };
  }

  /** Makes all parts. Traffic flows as soon as the clock runs; nothing else works yet. */
  static async #make(
    ports: number[],
    failed: (error: unknown) => void,
    state?: SandboxState,
  ): Promise<Parts> {
    // Time passed while nobody ran the sandbox, and never goes back.
    const start = state
      ? Math.max(Date.now() - CATCH_UP_MS, Date.parse(state.at))
      : Date.now() - HISTORY_MS;
    const clock = new SandboxClock(new Date(start), failed);
    const made = CLUSTERS.map(async (definition, index) => {
      const kept = state?.clusters[definition.name];
      return {
        isNew: !kept,
        cluster: new SandboxCluster({
          definition,
          clock,
          kept,
          failed,
          tokens: kept?.tokens ?? {
            portal: newToken(),
            viewer: newToken(),
            admin: newToken(),
          },
          tls:
            kept?.tls ??
            (await createCertificate(
              `slipway-sandbox-${definition.name}`,
              CERTIFICATE_DAYS,
            )),
          ports: {
            api: ports[index],
            prometheus: ports[CLUSTERS.length + index],
          },
        }),
      };
    });
    const clusters = await Promise.all(made);
    for (const { cluster, isNew } of clusters) {
      if (isNew) cluster.install();
      else cluster.grant();
      cluster.measure();
    }
    const all = clusters.map(({ cluster }) => cluster);
    return {
      clock,
      clusters: all,
      demo: new DemoScenario({
        clusters: all,
        clock,
        seed: SEED,
        kept: state?.demo,
      }),
      panelToken: state?.panelToken ?? newToken(),
      ports,
    };
  }

  /** What has happened between the installation of the services and now. */
  static async #letHistoryHappen(
    { clock, clusters, demo }: Parts,
    withReleases: boolean,
  ): Promise<void> {
    for (const cluster of clusters) cluster.work();
    for (const { beforeMs, ...request } of withReleases ? OPENING : []) {
      clock.after(HISTORY_MS - beforeMs, () => {
        demo.release(request, 'demo');
      });
    }
    await clock.fastForward(new Date(clock.now().getTime() + HISTORY_MS));
    await clock.catchUp();
  }

  /**
   * What the pods have served while nobody ran the sandbox, up to now, and only
   * then the control loops: an analysis that continues finds what it asks for.
   */
  static async #letTrafficFlow({ clock, clusters }: Parts): Promise<void> {
    await clock.catchUp();
    for (const cluster of clusters) cluster.work();
    await clock.catchUp();
  }

  /** Writes the files that lead to the sandbox. */
  static #configure(
    { configFile, stateDir }: SandboxOptions,
    { clusters, panelToken }: Parts,
    ports: { panel: number; services: number; logs: number },
  ): SandboxEndpoints {
    const endpoints = clusters.map(({ endpoint }) => endpoint);
    const panel = {
      url: `http://127.0.0.1:${ports.panel}`,
      token: panelToken,
    };
    const servicesUrl = `http://127.0.0.1:${ports.services}`;
    const logsUrl = `http://127.0.0.1:${ports.logs}`;
    const kubeconfig = join(stateDir, 'admin.kubeconfig');
    const viewerKubeconfig = join(stateDir, 'viewer.kubeconfig');
    writePrivate(kubeconfig, sandboxKubeconfig(endpoints, 'admin'));
    writePrivate(viewerKubeconfig, sandboxKubeconfig(endpoints, 'viewer'));
    writePrivate(
      configFile,
      portalConfig(endpoints, panel, { servicesUrl, logsUrl }),
    );
    return {
      clusters: endpoints,
      panel,
      servicesUrl,
      logsUrl,
      configFile,
      kubeconfig,
      viewerKubeconfig,
    };
  }

  /** Ends everything; what has happened is saved first. */
  async stop(): Promise<void> {
    const { clock, clusters, demo } = this.parts;
    this.#ends.splice(0).forEach(end => end());
    demo.stop();
    clock.stop();
    this.#saver.flush();
    await Promise.all([
      this.#panel.close(),
      this.#services.close(),
      this.#logs.close(),
      ...clusters.map(cluster => cluster.stop()),
    ]);
  }
}
