import { LoggerService } from '@backstage/backend-plugin-api';
import { KubeObject, resourceKey } from '@slipway/plugin-clusters-common';
import { KindCache, KindDefinition } from '../types';
import { KindHandle } from './KindHandle';
import { Projection } from './Projection';

interface Held {
  projection: Projection<KubeObject>;
  holders: number;
}

export interface ProjectionsOptions {
  logger: LoggerService;
  /** A projection that nobody had before; its store is empty. */
  onAdded(projection: Projection<KubeObject>): void;
  /** Nobody holds this projection any more. */
  onRemoved(projection: Projection<KubeObject>): void;
}

/** The projections of one kind by their id, and who holds them. Iterates from the oldest to the newest. */
export class Projections implements Iterable<Projection<KubeObject>> {
  readonly #held = new Map<string, Held>();

  constructor(private readonly options: ProjectionsOptions) {}

  get size(): number {
    return this.#held.size;
  }

  *[Symbol.iterator]() {
    for (const { projection } of this.#held.values()) yield projection;
  }

  /**
   * Joins a projection, or adds it.
   *
   * @throws Error when its id is taken by another `project` function: nobody may read what somebody else trimmed
   */
  hold<T extends KubeObject>(definition: KindDefinition<T>): KindCache<T> {
    const { id, resource } = definition;
    let held = this.#held.get(id);
    if (held && held.projection.definition.project !== definition.project) {
      throw new Error(
        `${resourceKey(
          resource,
        )} is watched with another projection under the id "${id}"`,
      );
    }
    if (!held) {
      held = {
        projection: new Projection<KubeObject>(definition, this.options.logger),
        holders: 0,
      };
      this.#held.set(id, held);
      this.options.onAdded(held.projection);
    }
    held.holders += 1;
    // The same `project` function made what is in the store: T.
    const projection = held.projection as unknown as Projection<T>;
    return new KindHandle<T>(projection.store, () => this.#release(id));
  }

  #release(id: string) {
    const held = this.#held.get(id);
    if (!held) return;
    held.holders -= 1;
    if (held.holders > 0) return;
    this.#held.delete(id);
    this.options.onRemoved(held.projection);
  }
}
