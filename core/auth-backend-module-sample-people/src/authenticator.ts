import { Config } from '@backstage/config';
import { AuthenticationError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { PERSON_HEADER } from './constants';
import { isLoopbackHostHeader } from './loopback';

/** What proxies and tunnels say of where a request came from. A browser on this machine sends none of them. */
const FORWARDED = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-real-ip',
];

/** A person who may be chosen, as configured. */
export interface SamplePerson {
  /** Name of the User entity, in the default namespace. */
  name: string;
  /** What the portal calls the person. */
  displayName: string;
}

function readPeople(config: Config): Map<string, SamplePerson> {
  return new Map(
    config.getConfigArray('people').map(person => {
      const name = person.getString('name');
      return [name, { name, displayName: person.getString('displayName') }];
    }),
  );
}

/**
 * Reads the chosen person from the request header `x-slipway-sample-person`.
 *
 * The `Host` header must name loopback too: a page elsewhere whose name was rebound to 127.0.0.1 could otherwise sign in
 * from the visitor's own browser. What a proxy passed on is refused: behind one, everybody seems to be on this machine.
 */
export const samplePeopleAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: SamplePerson) => ({
    profile: { displayName: result.displayName },
  }),
  initialize({ config }) {
    return { people: readPeople(config) };
  },
  async authenticate({ req }, { people }) {
    if (!isLoopbackHostHeader(req.headers.host)) {
      throw new NotAllowedError(
        'Sample people sign in through a loopback address only. Open the portal as http://localhost.',
      );
    }
    const forwarded = FORWARDED.find(name => req.headers[name] !== undefined);
    if (forwarded) {
      throw new NotAllowedError(
        `Sample people sign in on this machine only, and this request came through a proxy (header ${forwarded}). Open the portal directly, or configure a real sign-in.`,
      );
    }
    const name = req.header(PERSON_HEADER);
    if (!name) {
      throw new AuthenticationError(
        `No sample person is named: send the header ${PERSON_HEADER}`,
      );
    }
    const person = people.get(name);
    if (!person) {
      throw new AuthenticationError(
        `"${name}" is not one of auth.providers.sample-people.people`,
      );
    }
    return { result: person };
  },
});
