import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { assertSampleSignInIsSafe } from './assertSampleSignInIsSafe';
import { samplePeopleAuthenticator } from './authenticator';
import { PROVIDER_ID } from './constants';

/** Adds the auth provider `sample-people` when `auth.providers.sample-people` is configured. */
export const authModuleSamplePeople = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sample-people',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, logger, providers }) {
        if (!config.has(`auth.providers.${PROVIDER_ID}`)) {
          return;
        }
        await assertSampleSignInIsSafe(config);
        logger.info('Sample people may sign in without a password');
        providers.registerProvider({
          providerId: PROVIDER_ID,
          factory: createProxyAuthProviderFactory({
            authenticator: samplePeopleAuthenticator,
            signInResolver: ({ result }, ctx) =>
              ctx.signInWithCatalogUser({ entityRef: { name: result.name } }),
          }),
        });
      },
    });
  },
});
