import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createPanelServer, PanelServer } from './panel';
import { Saver } from './persistence/Saver';
import {
  SandboxState,
  StateFile,
  STATE_VERSION,
} from './persistence/StateFile';
import { writePrivate } from './persistence/writePrivate';
import { CLUSTERS } from './platform/clusters';
import { SandboxOptions } from './platform/options';
import {
  ClusterEndpoint,
  PanelEndpoint,
  portalConfig,
  sandboxKubeconfig,
} from './platform/portalConfig';
import { SandboxClock } from './platform/SandboxClock';
import { SandboxCluster } from './SandboxCluster';
import { HISTORY_MS, OPENING, Story } from './story';

/** What a crash may lose, ms of the system's time. */
const SAVE_DELAY_MS = 5_000;

const SEED = 'slipway';

/** A token that cannot be guessed. */
const newToken = () => randomBytes(32).toString('base64url');

/** Where everything of a running sandbox is reached. */
export interface SandboxEndpoints {
  clusters: ClusterEndpoint[];
  panel: PanelEndpoint;
  configFile: string;
  kubeconfig: string;
  viewerKubeconfig: string;
}

interface Parts {
  clock: SandboxClock;
  clusters: SandboxCluster[];
  story: Story;
  panelToken: string;
  file: StateFile;
}

/** Says one line to people. */
export type Say = (line: string) => void;

/** The whole platform: clusters, story, panel, and what is kept of them. */
export class Sandbox {
  readonly #ends: Array<() => void> = [];
  #panel: PanelServer | undefined;

  private constructor(
    private readonly options: SandboxOptions,
    private readonly parts: Parts,
    private readonly saver: Saver,
  ) {}

  /**
   * Makes the platform as it was kept, or with a history of its own, and opens
   * it. On return everything answers and the configuration is written.
   */
  static async start(
    options: SandboxOptions,
    say: Say,
  ): Promise<{ sandbox: Sandbox; endpoints: SandboxEndpoints }> {
    const failed = (error: unknown) =>
      say(
        error instanceof Error ? error.stack ?? error.message : String(error),
      );
    const file = new StateFile(options.stateDir);
    if (options.reset) file.reset();
    const parts = await Sandbox.#build(options, file, say, failed);
    const { clock, clusters, story } = parts;
    const saver = new Saver(
      () => file.save(Sandbox.#snapshot(parts)),
      SAVE_DELAY_MS,
      failed,
    );
    const sandbox = new Sandbox(options, parts, saver);
    clock.run(options.speed);
    for (const { store } of clusters) {
      sandbox.#ends.push(store.subscribe(() => saver.touch()));
    }
    if (options.story) story.start();
    saver.touch();
    return { sandbox, endpoints: await sandbox.#open() };
  }

  /** From what was kept; anew when there is nothing, or nothing usable. */
  static async #build(
    options: SandboxOptions,
    file: StateFile,
    say: Say,
    failed: (error: unknown) => void,
  ): Promise<Parts> {
    const loaded = file.load();
    if (loaded.kind === 'unusable') {
      say(
        `The state cannot be used (${loaded.why}): the sandbox begins anew. The old one is ${loaded.aside}`,
      );
    }
    if (loaded.kind === 'state') {
      try {
        return await Sandbox.#restore(options, file, loaded.state, failed);
      } catch (error) {
        const { aside } = file.putAside(String(error));
        say(
          `The state cannot be used (${String(
            error,
          )}): the sandbox begins anew. The old one is ${aside}`,
        );
      }
    }
    return Sandbox.#begin(options, file, failed);
  }

  static async #restore(
    options: SandboxOptions,
    file: StateFile,
    state: SandboxState,
    failed: (error: unknown) => void,
  ): Promise<Parts> {
    // Time went on while nobody ran the sandbox, and never goes back.
    const now = Math.max(Date.now(), Date.parse(state.at));
    const clock = new SandboxClock(new Date(now), failed);
    const clusters: SandboxCluster[] = [];
    for (const [index, definition] of CLUSTERS.entries()) {
      const kept = state.clusters[definition.name];
      const cluster = await SandboxCluster.create({
        definition,
        clock,
        tokens: kept?.tokens ?? Sandbox.#tokens(),
        prometheusPort: port(options, CLUSTERS.length + index),
        kept,
        failed,
      });
      clusters.push(cluster);
      if (!kept) cluster.install();
      cluster.start();
    }
    const story = new Story({ clusters, clock, seed: SEED, kept: state.story });
    return { clock, clusters, story, file, panelToken: state.panelToken };
  }

  /** Installs the services some time ago and lets happen what has happened since. */
  static async #begin(
    options: SandboxOptions,
    file: StateFile,
    failed: (error: unknown) => void,
  ): Promise<Parts> {
    const start = Date.now();
    const clock = new SandboxClock(new Date(start - HISTORY_MS), failed);
    const clusters: SandboxCluster[] = [];
    for (const [index, definition] of CLUSTERS.entries()) {
      const cluster = await SandboxCluster.create({
        definition,
        clock,
        tokens: Sandbox.#tokens(),
        prometheusPort: port(options, CLUSTERS.length + index),
        failed,
      });
      cluster.install();
      cluster.start();
      clusters.push(cluster);
    }
    const story = new Story({ clusters, clock, seed: SEED });
    if (options.story) {
      for (const { beforeMs, ...wish } of OPENING) {
        clock.after(HISTORY_MS - beforeMs, () => {
          story.release(wish, 'story');
        });
      }
    }
    await clock.fastForward(new Date(start));
    await clock.fastForward(new Date());
    return { clock, clusters, story, file, panelToken: newToken() };
  }

  static #tokens() {
    return { portal: newToken(), viewer: newToken(), admin: newToken() };
  }

  static #snapshot(parts: Parts): SandboxState {
    return {
      version: STATE_VERSION,
      at: parts.clock.now().toISOString(),
      panelToken: parts.panelToken,
      story: parts.story.snapshot(),
      clusters: Object.fromEntries(
        parts.clusters.map(cluster => [cluster.name, cluster.snapshot()]),
      ),
    };
  }

  /** Ends everything; what has happened is saved first. */
  async stop(): Promise<void> {
    const { clock, clusters, story } = this.parts;
    this.#ends.splice(0).forEach(end => end());
    story.stop();
    clock.stop();
    this.saver.flush();
    await Promise.all([
      this.#panel?.close(),
      ...clusters.map(cluster => cluster.stop()),
    ]);
  }

  /** Opens the API servers and the panel, then writes the files that lead to them. */
  async #open(): Promise<SandboxEndpoints> {
    const { clock, clusters, story, panelToken } = this.parts;
    const endpoints: ClusterEndpoint[] = [];
    for (const [index, cluster] of clusters.entries()) {
      endpoints.push(await cluster.listen(port(this.options, index)));
    }
    this.#panel = createPanelServer(
      {
        story: () => story.view(),
        release: wish => story.release(wish),
        time: () => ({ now: clock.now().toISOString(), speed: clock.speed }),
        setSpeed: speed => clock.run(speed),
      },
      panelToken,
    );
    const { url } = await this.#panel.listen(
      port(this.options, 2 * CLUSTERS.length),
    );
    const panel = { url, token: panelToken };
    const { configFile, stateDir } = this.options;
    const kubeconfig = join(stateDir, 'admin.kubeconfig');
    const viewerKubeconfig = join(stateDir, 'viewer.kubeconfig');
    writePrivate(kubeconfig, sandboxKubeconfig(endpoints, 'admin'));
    writePrivate(viewerKubeconfig, sandboxKubeconfig(endpoints, 'viewer'));
    writePrivate(configFile, portalConfig(endpoints, panel));
    return {
      clusters: endpoints,
      panel,
      configFile,
      kubeconfig,
      viewerKubeconfig,
    };
  }
}

/** One of the ports in a row, or any free one. */
function port({ portBase }: SandboxOptions, index: number): number {
  return portBase === 0 ? 0 : portBase + index;
}
