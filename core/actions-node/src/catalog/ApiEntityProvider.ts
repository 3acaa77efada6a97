import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  Entity,
} from '@backstage/catalog-model';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { ApiDocuments } from '../openapi/ApiDocuments';
import { ApiDocument } from '../openapi/types';

/** Has the id of the plugin whose routes an API entity describes. */
export const PORTAL_API_ANNOTATION = 'slipway.io/portal-api';

/** Plugins set their documents one after the other while the portal starts. */
const SETTLED_MS = 500;

/** The API entity of a plugin. */
export function apiEntityOf(
  pluginId: string,
  document: ApiDocument,
  owner: string,
): Entity {
  const location = `portal-api:${pluginId}`;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'API',
    metadata: {
      name: `slipway-${pluginId}`,
      title: document.info.title,
      description: document.info.description,
      annotations: {
        [ANNOTATION_LOCATION]: location,
        [ANNOTATION_ORIGIN_LOCATION]: location,
        [PORTAL_API_ANNOTATION]: pluginId,
      },
    },
    spec: {
      type: 'openapi',
      lifecycle: 'experimental',
      owner,
      definition: JSON.stringify(document, null, 2),
    },
  };
}

/** The documents of the plugins as API entities of the catalog. */
export class ApiEntityProvider implements EntityProvider {
  #timer: NodeJS.Timeout | undefined;
  #connection: EntityProviderConnection | undefined;

  constructor(
    private readonly options: {
      documents: ApiDocuments;
      /** Of the entities: that of the component of the portal. */
      owner: string;
      onError: (error: unknown) => void;
    },
  ) {}

  getProviderName(): string {
    return 'slipway-portal-apis';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    this.options.documents.onChange(() => this.#provideSoon());
    this.#provideSoon();
  }

  /** Ends what is under way. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  #provideSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#provide().catch(this.options.onError);
    }, SETTLED_MS);
  }

  async #provide(): Promise<void> {
    const { documents, owner } = this.options;
    await this.#connection?.applyMutation({
      type: 'full',
      entities: [...documents.all()].map(([pluginId, document]) => ({
        entity: apiEntityOf(pluginId, document, owner),
        locationKey: this.getProviderName(),
      })),
    });
  }
}
