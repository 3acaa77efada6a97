import { LoggerService } from '@backstage/backend-plugin-api';
import { KubeObject, resourceKey } from '@slipway/plugin-clusters-common';
import { KindDefinition } from '../types';
import { ObjectEvent } from './changes';
import { KindStore } from './KindStore';
import { RawObject } from './trim';

/** What one plugin keeps of a kind: its store, and the way of raw objects into it. */
export class Projection<T extends KubeObject> {
  readonly store: KindStore<T>;

  constructor(
    readonly definition: KindDefinition<T>,
    private readonly logger: LoggerService,
  ) {
    this.store = new KindStore<T>(definition.resource, error =>
      logger.error(
        `A subscriber of ${this.#name} failed`,
        error instanceof Error ? error : undefined,
      ),
    );
  }

  /** The object as it is kept; `undefined` when it is not, or cannot be read: one such object must not stop the others. */
  project(cluster: string, raw: RawObject): T | undefined {
    try {
      return this.definition.project(raw);
    } catch (error) {
      this.logger.warn(
        `Ignored an object of ${
          this.#name
        } in ${cluster} that could not be read`,
        error instanceof Error ? error : undefined,
      );
      return undefined;
    }
  }

  /** Takes over one watch event. */
  apply(cluster: string, type: ObjectEvent<T>['type'], raw: RawObject): void {
    const object = this.project(cluster, raw);
    if (object) {
      this.store.apply(cluster, { type, object });
    } else {
      this.store.forget(cluster, type, raw.metadata);
    }
  }

  get #name(): string {
    const { resource, id } = this.definition;
    return `${resourceKey(resource)} (${id})`;
  }
}
