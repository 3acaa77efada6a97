import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { assertSampleSignInIsSafe } from './assertSampleSignInIsSafe';
import { sampleUsersAuthenticator } from './authenticator';
import { PROVIDER_ID } from './constants';

/** Adds the auth provider `sample-users` when `auth.providers.sample-users` is configured. */
export const authModuleSampleUsers = createBackendModule({
  pluginId: 'auth',
  moduleId: 'sample-users',
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
        logger.info('Sample users may sign in without a password');
        providers.registerProvider({
          providerId: PROVIDER_ID,
          factory: createProxyAuthProviderFactory({
            authenticator: sampleUsersAuthenticator,
            signInResolver: ({ result }, ctx) =>
              ctx.signInWithCatalogUser({ entityRef: { name: result.name } }),
          }),
        });
      },
    });
  },
});
