import { createFetchApi, FetchMiddlewares } from '@backstage/core-app-api';
import {
  ApiBlueprint,
  configApiRef,
  createFrontendModule,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import { plainAnswers } from '../foreignText/plainAnswers';
import { comeBackLater } from './comeBackLater';

/**
 * The app's own fetch: Backstage's middleware, patience where the portal asks
 * for it, and foreign text that cannot act on the portal's words.
 */
export const fetchModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    ApiBlueprint.make({
      name: 'fetch',
      params: define =>
        define({
          api: fetchApiRef,
          deps: {
            configApi: configApiRef,
            discoveryApi: discoveryApiRef,
            identityApi: identityApiRef,
          },
          factory: ({ configApi, discoveryApi, identityApi }) =>
            createFetchApi({
              middleware: [
                comeBackLater,
                FetchMiddlewares.resolvePluginProtocol({ discoveryApi }),
                FetchMiddlewares.injectIdentityAuth({
                  identityApi,
                  config: configApi,
                }),
                plainAnswers,
              ],
            }),
        }),
    }),
  ],
});
