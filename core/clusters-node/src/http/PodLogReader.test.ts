import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { UNDECLARED_CLUSTER } from '../config/schema';
import { FakeApiServer } from '../__testUtils__/fakeApiServer';
import { ClusterConnection } from './ClusterConnection';
import { CredentialCache } from './credentials';
import { PodLogReader } from './PodLogReader';

const pod = { cluster: 'gke', namespace: 'shop', name: 'orders-1' };
const entityRef = 'component:default/orders';
const credentials = mockCredentials.user('user:default/olga');
const isLog = (url: URL) => url.pathname.endsWith('/pods/orders-1/log');

describe('PodLogReader', () => {
  let server: FakeApiServer;
  let connection: ClusterConnection;
  let allowed: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
  const permissions = mockServices.permissions.mock();

  beforeEach(async () => {
    server = new FakeApiServer();
    await server.start();
    allowed = AuthorizeResult.ALLOW;
    permissions.authorize.mockReset();
    permissions.authorize.mockImplementation(async () => [{ result: allowed }]);
    connection = new ClusterConnection(
      'gke',
      async () => ({ server: new URL(`${server.url}/`) }),
      new CredentialCache(async () => ({ authorization: 'Bearer t0k3n' })),
      mockServices.logger.mock(),
    );
  });

  afterEach(async () => {
    await connection.destroy();
    await server.stop();
  });

  function read(
    query: Parameters<PodLogReader['read']>[1] = {},
    impersonate = false,
  ) {
    const reader = new PodLogReader({
      find: async name => ({
        name,
        connection,
        allowActionsKey: '',
        settings: { ...UNDECLARED_CLUSTER, impersonate },
      }),
    });
    return reader.read(pod, query, {
      credentials,
      permissions,
      entityRef,
      actor: {
        userEntityRef: 'user:default/olga',
        ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
      },
    });
  }

  it('asks for the right on the owning entity, then reads as the actor', async () => {
    server.override(isLog, { status: 200, text: 'one\ntwo\n' });
    await expect(
      read({ container: 'app', previous: true, tailLines: 9_000 }, true),
    ).resolves.toEqual({ text: 'one\ntwo\n', truncated: false });
    expect(permissions.authorize).toHaveBeenCalledWith(
      [
        {
          permission: expect.objectContaining({
            name: 'clusters.pod-logs.read',
          }),
          resourceRef: entityRef,
        },
      ],
      { credentials },
    );
    const [{ url, headers }] = server.requests;
    expect(Object.fromEntries(url.searchParams)).toEqual({
      container: 'app',
      previous: 'true',
      tailLines: '5000',
      limitBytes: String(1024 * 1024 + 1),
    });
    expect(headers).toMatchObject({
      'impersonate-user': 'slipway:user:default/olga',
      'impersonate-group': 'slipway:group:default/team-orders',
    });
  });

  it('asks the cluster nothing for whoever may not read', async () => {
    allowed = AuthorizeResult.DENY;
    await expect(read()).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('clusters.pod-logs.read'),
    });
    expect(server.requests).toEqual([]);
  });

  it('gives whole lines of a log that is too long, and says so', async () => {
    const line = `${'x'.repeat(1023)}\n`;
    server.override(isLog, { status: 200, text: `${line.repeat(1024)}y` });
    await expect(read()).resolves.toEqual({
      text: line.repeat(1024),
      truncated: true,
    });
    server.override(isLog, {
      status: 200,
      text: `${'x'.repeat(1000)}\n${line.repeat(1024)}`,
    });
    const { text, truncated } = await read();
    expect(truncated).toBe(true);
    expect(text.endsWith('x\n')).toBe(true);
  });

  it.each<[number, string, string]>([
    [400, 'NotFoundError', 'has no log of container app'],
    [404, 'NotFoundError', 'There is no Pod shop/orders-1 in cluster gke'],
    [
      403,
      'NotAllowedError',
      'RBAC does not let the portal get pods/log in namespace shop of cluster gke',
    ],
    [500, 'ServiceUnavailableError', 'answered 500'],
  ])('answered with %d it is a %s', async (status, name, message) => {
    server.override(isLog, { status, body: { kind: 'Status' } });
    await expect(read({ container: 'app' })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });

  it.each([0, -1, 1.5])('takes no %d lines', async tailLines => {
    await expect(read({ tailLines })).rejects.toMatchObject({
      name: 'InputError',
    });
    expect(server.requests).toEqual([]);
  });
});
