import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import { userEntityRefOf } from './testUsers';

/**
 * Tokens of tests forget through which plugin a user comes. The catalog and
 * the permission framework refuse users who ask them about conditions without one.
 */
export const usersThroughPlugins = createServiceFactory({
  service: coreServices.httpAuth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }) {
    const httpAuth = mockServices.httpAuth({ pluginId: plugin.getId() });
    const credentials: typeof httpAuth.credentials = async (req, options) => {
      const found = await httpAuth.credentials(req, options);
      const { principal } = found;
      const isUser = (principal as { type?: string }).type === 'user';
      if (!isUser || !req.headers.authorization?.includes('service-token')) {
        return found;
      }
      const actor = { type: 'service', subject: 'plugin:of-a-test' };
      return { ...found, principal: Object.assign({}, principal, { actor }) };
    };
    return {
      credentials,
      issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
    };
  },
});

/**
 * The userInfo service for these users.
 *
 * @param groups - refs of the groups that each user belongs to, by ref
 */
export const usersOf = (groups: Readonly<Record<string, readonly string[]>>) =>
  mockServices.userInfo.mock({
    getUserInfo: async credentials => {
      const userEntityRef = userEntityRefOf(credentials.principal);
      if (userEntityRef === undefined) throw new InputError('Not a user');
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(groups[userEntityRef] ?? [])],
      };
    },
  }).factory;
