import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';

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

/** A bound in ms for what never comes; no verdict on speed. */
const PATIENCE = 120_000;

/** Waits for what the plugins do on their own schedules. */
export async function until<T>(
  what: string,
  read: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const value = await read();
    if (value !== undefined) return value;
    await new Promise(done => setTimeout(done, 200));
  }
  throw new Error(`${what} did not happen within ${PATIENCE / 1_000} s`);
}

/** The users of a test, by reference, with the groups that each belongs to. */
export const usersOf = (groups: Record<string, string[]>) =>
  mockServices.userInfo.mock({
    getUserInfo: async credentials => {
      const { userEntityRef } = credentials.principal as {
        userEntityRef: string;
      };
      return {
        userEntityRef,
        ownershipEntityRefs: [userEntityRef, ...(groups[userEntityRef] ?? [])],
      };
    },
  }).factory;
