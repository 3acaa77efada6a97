import { IncomingMessage } from 'node:http';
import { ApiError } from '../store/types';
import { forbidden } from '../store/status';
import { Attributes, Authorizer, refusalOf } from './rbac';
import { Tokens, User } from './types';

const ANONYMOUS: User = {
  name: 'system:anonymous',
  groups: ['system:unauthenticated'],
};
const ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;

const unauthorized = () => new ApiError(401, 'Unauthorized', 'Unauthorized');

/** Groups that come with a name. */
function withGroups(name: string, groups: readonly string[]): User {
  const account = ACCOUNT.exec(name);
  const all =
    name === ANONYMOUS.name
      ? [...groups, ...ANONYMOUS.groups]
      : [
          ...groups,
          ...(account
            ? ['system:serviceaccounts', `system:serviceaccounts:${account[1]}`]
            : []),
          'system:authenticated',
        ];
  return { name, groups: [...new Set(all)] };
}

/**
 * Who asks: by bearer token, otherwise nobody in particular.
 *
 * @throws ApiError 401 for a token that is not known
 */
export function authenticate(request: IncomingMessage, tokens: Tokens): User {
  const header = request.headers.authorization;
  const match = header && /^Bearer\s+(\S+)\s*$/i.exec(header);
  if (!match) {
    if (header && !/^Bearer\s*$/i.test(header)) throw unauthorized();
    return ANONYMOUS;
  }
  const [, token] = match;
  let known;
  if (typeof tokens === 'function') known = tokens(token);
  else if (Object.hasOwn(tokens, token)) known = tokens[token];
  if (!known) throw unauthorized();
  return withGroups(known.username, known.groups ?? []);
}

/**
 * Whom somebody wants to be (`Impersonate-User`, `Impersonate-Group`), if he may.
 *
 * @throws ApiError 403, naming the user or group that he may not impersonate
 */
export function impersonate(
  request: IncomingMessage,
  user: User,
  authorizer: Authorizer,
): User {
  const headers = request.headersDistinct;
  const [name] = headers['impersonate-user'] ?? [];
  const groups = headers['impersonate-group'] ?? [];
  const others = Object.keys(headers).filter(
    header =>
      header === 'impersonate-uid' || header.startsWith('impersonate-extra-'),
  );
  if (!name) {
    if (groups.length > 0 || others.length > 0) {
      throw new ApiError(
        500,
        'InternalError',
        `Internal error occurred: requested ${JSON.stringify(
          groups,
        )} without impersonating a user`,
      );
    }
    return user;
  }
  const account = ACCOUNT.exec(name);
  const wanted: Attributes[] = [
    account
      ? {
          verb: 'impersonate',
          group: '',
          resource: 'serviceaccounts',
          namespace: account[1],
          name: account[2],
        }
      : { verb: 'impersonate', group: '', resource: 'users', name },
    ...groups.map(group => ({
      verb: 'impersonate',
      group: '',
      resource: 'groups',
      name: group,
    })),
    ...others.map(header =>
      header === 'impersonate-uid'
        ? {
            verb: 'impersonate',
            group: 'authentication.k8s.io',
            resource: 'uids',
            name: headers[header]?.[0],
          }
        : {
            verb: 'impersonate',
            group: 'authentication.k8s.io',
            resource: `userextras/${header.slice('impersonate-extra-'.length)}`,
            name: headers[header]?.[0],
          },
    ),
  ];
  for (const attributes of wanted) {
    if (!authorizer.allows(user, attributes)) {
      throw forbidden(
        { group: attributes.group, plural: attributes.resource },
        attributes.name,
        refusalOf(user, attributes),
      );
    }
  }
  return withGroups(name, groups);
}
