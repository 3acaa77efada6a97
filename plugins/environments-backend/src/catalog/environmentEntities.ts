import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
} from '@backstage/catalog-model';
import {
  EnvironmentRow,
  STATE_WORDS,
} from '@slipway/plugin-environments-common';

import { NAME_LABEL } from '../runners/process/inputs';

type Read = () => Promise<EnvironmentRow[]>;

/** Hands the environments to the catalog: the plugin connects, the module of the catalog reads. */
export class EnvironmentEntities {
  #read: Read | undefined;
  readonly #listeners = new Set<() => void>();

  /** From here the environments are read. */
  connect(read: Read): void {
    this.#read = read;
    this.changed();
  }

  /** Something is to be read again. */
  changed(): void {
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Undefined: the plugin has not connected yet. */
  async all(): Promise<Entity[] | undefined> {
    const rows = await this.#read?.();
    return rows?.map(entityOf);
  }
}

/** One for each process. */
export const environmentEntitiesServiceRef =
  createServiceRef<EnvironmentEntities>({
    id: 'slipway.environment-entities',
    scope: 'root',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: {},
        factory: () => new EnvironmentEntities(),
      }),
  });

/** Location of the entities of environments: no user can register one of this type. */
export const LOCATION_TYPE = 'slipway-environment';

/** The catalog entity of an environment. */
export function entityOf(row: EnvironmentRow): Entity {
  const location = `${LOCATION_TYPE}:${row.name}`;
  const lifecycles = {
    dev: 'development',
    stage: 'staging',
    prod: 'production',
  };
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: row.name,
      title: `Environment ${row.name}`,
      description: `${row.size} environment on ${row.cloud}: ${
        STATE_WORDS[row.state]
      }.`,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [NAME_LABEL]: row.name,
      },
    },
    spec: {
      type: 'environment',
      lifecycle: lifecycles[row.tier],
      owner: row.owner,
      ...(row.system ? { system: row.system } : {}),
      dependsOn: Object.keys(row.services)
        .sort()
        .map(service => `component:default/${service}`),
    },
  };
}
