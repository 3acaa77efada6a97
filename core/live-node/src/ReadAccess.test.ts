import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { ReadAccess } from './ReadAccess';

const permission = createPermission({
  name: 'lamps.read',
  attributes: { action: 'read' },
});

const accessThat = (result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) => {
  const permissions = mockServices.permissions.mock({
    authorize: async requests => requests.map(() => ({ result })),
  });
  const access = new ReadAccess({ permissions, permission, what: 'lamps' });
  return { access, permissions };
};

describe('ReadAccess', () => {
  const olga = mockCredentials.user('user:default/olga');

  it('asks for the permission of the caller', async () => {
    const { access, permissions } = accessThat(AuthorizeResult.ALLOW);
    await expect(access.requireRead(olga)).resolves.toBeUndefined();
    await expect(access.mayRead(olga)).resolves.toBe(true);
    expect(permissions.authorize).toHaveBeenCalledWith([{ permission }], {
      credentials: olga,
    });
  });

  it('refuses whoever does not have it, and names it', async () => {
    const { access } = accessThat(AuthorizeResult.DENY);
    await expect(access.mayRead(olga)).resolves.toBe(false);
    await expect(access.requireRead(olga)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: 'Reading lamps needs the permission lamps.read.',
    });
  });
});
