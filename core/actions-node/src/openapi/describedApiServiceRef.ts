import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import express from 'express';
import Router from 'express-promise-router';
import { apiDocument } from './apiDocument';
import { apiDocumentsServiceRef } from './ApiDocuments';
import { ApiWords } from './types';

/** The routes of a plugin, with the document that describes them. */
export interface DescribedApi {
  /**
   * Mounts the router of the plugin, and `GET /openapi.json` beside it; the
   * catalog shows the document as an API of the portal.
   *
   * @throws Error for words about a route that does not exist
   */
  serve(router: express.Router, words: ApiWords): void;
}

/** How a plugin serves its routes with their document. */
export const describedApiServiceRef = createServiceRef<DescribedApi>({
  id: 'slipway.described-api',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        documents: apiDocumentsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        plugin: coreServices.pluginMetadata,
      },
      factory: ({ documents, httpAuth, httpRouter, plugin }) => ({
        serve(router, words) {
          const pluginId = plugin.getId();
          const document = apiDocument(router, `/api/${pluginId}`, words);
          documents.set(pluginId, document);
          httpRouter.use(router);
          const own = Router();
          own.get('/openapi.json', async (req, res) => {
            await httpAuth.credentials(req);
            res.json(document);
          });
          httpRouter.use(own);
        },
      }),
    }),
});
