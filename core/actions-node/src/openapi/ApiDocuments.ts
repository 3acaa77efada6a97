import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { ApiDocument } from './types';

/** The documents of all plugins of this process, for the catalog. */
export class ApiDocuments {
  readonly #documents = new Map<string, ApiDocument>();
  readonly #listeners = new Set<() => void>();

  set(pluginId: string, document: ApiDocument): void {
    this.#documents.set(pluginId, document);
    this.#listeners.forEach(listener => listener());
  }

  /** By id of the plugin. */
  all(): ReadonlyMap<string, ApiDocument> {
    return this.#documents;
  }

  /** Calls whenever a document was set; a plugin sets one while it starts. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }
}

/** The {@link ApiDocuments} of this process. */
export const apiDocumentsServiceRef = createServiceRef<ApiDocuments>({
  id: 'slipway.api-documents',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { logger: coreServices.rootLogger },
      factory: () => new ApiDocuments(),
    }),
});
