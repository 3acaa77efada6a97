import { LoggerService } from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import {
  ChaosObject,
  deleteFault,
  FaultRef,
  isLaunchKind,
} from '@slipway/plugin-chaos-common';
import { Actor } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { PlacedFault } from '../cache/FaultCaches';
import { HaltTarget } from '../database/HaltStore';
import { FaultsService } from './FaultsService';

/** What became of each fault of a halt, in words. */
export interface StopOutcome {
  stopped: string[];
  /** Each with the reason. */
  notStopped: string[];
  /** Clusters of which nobody knows what runs there, each with the reason. */
  unread: string[];
}

/** What starts faults goes first, so that nothing new is started meanwhile. */
const RANK: Readonly<Record<string, number>> = { Schedule: 0, Workflow: 1 };
const rankOf = ({ object }: Stoppable) => RANK[object.kind ?? ''] ?? 2;

const inWords = ({ cluster, namespace, kind, name }: FaultRef) =>
  `${kind} ${cluster}/${namespace}/${name}`;

/** A fault with as much of its object as a delete needs. */
interface Stoppable {
  cluster: string;
  object: Parameters<typeof deleteFault>[0];
}

const objectOf = ({
  cluster,
  kind,
  namespace,
  name,
  uid,
}: HaltTarget): Stoppable => ({
  cluster,
  object: { kind, metadata: { namespace, name, uid } },
});

/** Stops all faults of all clusters. Safe to call again: what is gone is stopped. */
export class FaultStopper {
  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'write'>;
      faults: FaultsService;
      logger: LoggerService;
    },
  ) {}

  /** Faults that have not ended. */
  active(): PlacedFault[] {
    const { faults } = this.options;
    return faults
      .objects()
      .filter(({ cluster, object }) => this.#isActive(cluster, object));
  }

  /** The same, as it is kept. */
  targets(): HaltTarget[] {
    return this.active().flatMap(({ cluster, object }) => {
      const { kind, metadata } = object;
      const { namespace = '', name, uid } = metadata;
      return isLaunchKind(kind)
        ? [{ cluster, kind, namespace, name, uid }]
        : [];
    });
  }

  /**
   * Deletes all that has not ended. One that cannot be deleted does not keep
   * the others. Never throws.
   *
   * @param targets - what there was when it was asked for: what is gone since was stopped
   */
  async stopAll(
    targets: readonly HaltTarget[],
    actor: Actor,
  ): Promise<StopOutcome> {
    const active = this.active();
    const present = new Set(active.map(({ object }) => object.metadata.uid));
    const others = targets.filter(({ uid }) => !present.has(uid));
    const unseen = others.filter(target => !this.#isSeen(target));
    const todo: Stoppable[] = [...active, ...unseen.map(objectOf)].sort(
      (a, b) => rankOf(a) - rankOf(b),
    );
    const results = await Promise.all(
      todo.map(fault => this.#stop(fault, actor)),
    );
    return {
      stopped: [
        ...others
          .filter(target => this.#isSeen(target) && !this.#hasEnded(target))
          .map(inWords),
        ...results.flatMap(({ name, error }) =>
          error === undefined ? [name] : [],
        ),
      ],
      notStopped: results.flatMap(({ name, error }) =>
        error === undefined ? [] : [`${name}: ${error}`],
      ),
      unread: this.#unread(),
    };
  }

  #isActive(cluster: string, object: ChaosObject): boolean {
    const row = this.options.faults.rowOf(cluster, object);
    return (
      row !== undefined && row.state !== 'finished' && row.state !== 'deleting'
    );
  }

  /** Whether the portal sees its cluster: then what it does not see is gone. */
  #isSeen({ kind, cluster }: FaultRef): boolean {
    return this.options.faults.freshnessOf(kind, cluster)?.state === 'live';
  }

  /** It is there, and ended by itself. */
  #hasEnded(target: HaltTarget): boolean {
    const { faults } = this.options;
    const object = faults.find(target);
    return (
      object?.metadata.uid === target.uid &&
      faults.rowOf(target.cluster, object)?.state === 'finished'
    );
  }

  #unread(): string[] {
    return this.options.faults
      .freshness()
      .filter(({ state }) => state !== 'live' && state !== 'not-installed')
      .map(
        ({ source, reason }) =>
          `what runs in ${source} now: ${reason ?? 'it does not answer'}`,
      );
  }

  async #stop(
    { cluster, object }: Stoppable,
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
}
