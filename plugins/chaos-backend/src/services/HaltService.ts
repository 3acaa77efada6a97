import { LoggerService } from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import {
  deleteFault,
  HaltState,
  HaltWrite,
} from '@slipway/plugin-chaos-common';
import { Actor, PartiallyAppliedError } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { PlacedFault } from '../cache/FaultCaches';
import { HaltStore } from '../database/HaltStore';
import { FaultsService } from './FaultsService';

export interface HaltServiceOptions {
  clusters: Pick<Clusters, 'write'>;
  faults: FaultsService;
  halts: HaltStore;
  logger: LoggerService;
}

/** What starts faults goes first, so that nothing new is started meanwhile. */
const RANK: Readonly<Record<string, number>> = { Schedule: 0, Workflow: 1 };

/** Stops everything, and blocks what is new until that is lifted. */
export class HaltService {
  readonly #listeners = new Set<() => void>();

  constructor(private readonly options: HaltServiceOptions) {}

  read(): Promise<HaltState> {
    return this.options.halts.read();
  }

  /** How many faults have not ended. */
  running(): number {
    return this.#active().length;
  }

  /** Calls back when this process changed it. @returns the function that ends it */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Blocks new faults, then deletes every fault of every cluster. One that
   * cannot be deleted does not keep the others.
   *
   * @throws PartiallyAppliedError that names what still runs; new ones are blocked then too
   */
  async halt(
    write: Extract<HaltWrite, { do: 'halt' }>,
    actor: Actor,
  ): Promise<void> {
    const { halts } = this.options;
    await halts.halt(write.by, write.at, write.reason);
    this.#changed();
    const applied = ['New faults are blocked'];
    const notApplied: string[] = [];
    const active = this.#active().sort(
      (a, b) =>
        (RANK[a.object.kind ?? ''] ?? 2) - (RANK[b.object.kind ?? ''] ?? 2),
    );
    const results = await Promise.all(
      active.map(fault => this.#stop(fault, actor)),
    );
    results.forEach(({ name, error }) => {
      if (error === undefined) applied.push(`${name} stopped`);
      else notApplied.push(`${name}: ${error}`);
    });
    await halts.stopped(write.at, applied.length - 1);
    this.#changed();
    if (notApplied.length > 0) {
      throw new PartiallyAppliedError(
        { applied, notApplied, unknown: [] },
        `${notApplied.length} of ${active.length} faults could not be stopped`,
      );
    }
  }

  async lift(by: string, at: string): Promise<void> {
    await this.options.halts.lift(by, at);
    this.#changed();
  }

  #active(): PlacedFault[] {
    const { faults } = this.options;
    return faults.objects().filter(({ cluster, object }) => {
      const row = faults.rowOf(cluster, object);
      return row && row.state !== 'finished' && row.state !== 'deleting';
    });
  }

  async #stop(
    { cluster, object }: PlacedFault,
    actor: Actor,
  ): Promise<{ name: string; error?: string }> {
    const { clusters, logger } = this.options;
    const { namespace, name } = object.metadata;
    const what = `${object.kind} ${cluster}/${namespace}/${name}`;
    try {
      await clusters.write(cluster, deleteFault(object), actor);
      return { name: what };
    } catch (error) {
      assertError(error);
      if (error.name === 'NotFoundError') return { name: what };
      logger.warn(`A halt could not stop ${what}: ${error.message}`);
      return { name: what, error: error.message };
    }
  }

  #changed() {
    this.#listeners.forEach(listener => listener());
  }
}
