import { Config } from '@backstage/config';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { USER_HEADER } from './constants';
import { isLoopbackHostHeader } from './loopback';

/** What proxies and tunnels say of where a request came from. A browser on this machine sends none of them. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-real-ip',
];

/** A user who may be chosen, as configured. */
export interface SampleUser {
  /** Name of the User entity, in the default namespace. */
  name: string;
  /** What the portal calls the user. */
  displayName: string;
}

function readUsers(config: Config): Map<string, SampleUser> {
  return new Map(
    config.getConfigArray('users').map(user => {
      const name = user.getString('name');
      return [name, { name, displayName: user.getString('displayName') }];
    }),
  );
}

/**
 * Reads the chosen user from the request header `x-slipway-sample-user`.
 *
 * The `Host` header must name loopback too: a page elsewhere whose name was rebound to 127.0.0.1 could otherwise sign in
 * from the visitor's own browser. What a proxy passed on is refused: behind one, everybody seems to be on this machine.
 */
export const sampleUsersAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: SampleUser) => ({
    profile: { displayName: result.displayName },
  }),
  initialize({ config }) {
    return { users: readUsers(config) };
  },
  async authenticate({ req }, { users }) {
    if (!isLoopbackHostHeader(req.headers.host)) {
      throw new NotAllowedError(
        'Sample users sign in through a loopback address only. Open the portal as http://localhost.',
      );
    }
    const forwarded = FORWARDED.find(name => req.headers[name] !== undefined);
    if (forwarded) {
      throw new NotAllowedError(
        `Sample users sign in on this machine only, and this request came through a proxy (header ${forwarded}). Open the portal directly, or configure a real sign-in.`,
      );
    }
    const name = req.header(USER_HEADER);
    if (!name) {
      throw new AuthenticationError(
        `No sample user is named: send the header ${USER_HEADER}`,
      );
    }
    const user = users.get(name);
    if (!user) {
      throw new AuthenticationError(
        `"${name}" is not one of auth.providers.sample-users.users`,
      );
    }
    return { result: user };
  },
});
