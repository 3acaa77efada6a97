import { mockServices } from '@backstage/backend-test-utils';
import { UNDECLARED_CLUSTER } from '../config/schema';
import { FakeApiServer } from '../__testUtils__/fakeApiServer';
import { ClusterClient } from './ClusterClient';
import { ClusterConnection } from './ClusterConnection';
import { CredentialCache } from './credentials';

const ROLLOUTS = '/apis/argoproj.io/v1alpha1/rollouts';
const resource = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

describe('ClusterClient', () => {
  let server: FakeApiServer;
  let connection: ClusterConnection;

  beforeEach(async () => {
    server = new FakeApiServer();
    server.install(ROLLOUTS);
    await server.start();
    server.put(ROLLOUTS, {
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { paused: false },
    });
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

  const client = () =>
    new ClusterClient({
      find: async name => ({
        name,
        connection,
        allowActionsKey: `slipway.clusters.${name}.allowActions`,
        settings: UNDECLARED_CLUSTER,
      }),
    });

  it('reads one object and a namespace as they are now', async () => {
    const reader = client();
    const ref = { cluster: 'gke', namespace: 'shop', name: 'orders' };
    await expect(reader.get(resource, ref)).resolves.toMatchObject({
      spec: { paused: false },
    });
    await expect(
      reader.list(resource, { ...ref, labelSelector: 'app=orders' }),
    ).resolves.toMatchObject([{ kind: 'Rollout' }]);
    expect(server.requests.at(-1)?.url.search).toBe(
      '?labelSelector=app%3Dorders',
    );
    await expect(
      reader.get(resource, { ...ref, name: 'gone' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('does not follow redirects', async () => {
    server.override(() => true, {
      status: 302,
      headers: { location: 'http://127.0.0.1:1/' },
    });
    await expect(
      client().get(resource, {
        cluster: 'gke',
        namespace: 'shop',
        name: 'orders',
      }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('redirect'),
    });
  });
});
