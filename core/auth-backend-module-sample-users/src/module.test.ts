import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { JsonObject } from '@backstage/types';
import request from 'supertest';
import { authModuleSampleUsers } from './module';

const OLGA = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'olga', namespace: 'default' },
  spec: { memberOf: ['team-orders'] },
  relations: [{ type: 'memberOf', targetRef: 'group:default/team-orders' }],
};
const USERS = ['olga', 'omar'].map(name => ({
  name,
  displayName: `${name}'s display name`,
  team: 'team-orders',
  may: 'Acts',
}));

function start(providers: JsonObject, host = '127.0.0.1') {
  return startTestBackend({
    features: [
      authPlugin,
      authModuleSampleUsers,
      catalogServiceMock.factory({ entities: [OLGA] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost:7007' },
          backend: {
            baseUrl: 'http://localhost:7007',
            listen: { host, port: 0 },
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          auth: { providers },
        },
      }),
    ],
  });
}

const PATH = '/api/auth/sample-users/refresh';
const HEADER = 'x-slipway-sample-user';

describe('sample users', () => {
  it('signs in who is configured and in the catalog, and nobody else', async () => {
    const { server } = await start({ 'sample-users': { users: USERS } });

    const olga = await request(server).get(PATH).set(HEADER, 'olga');
    expect(olga.status).toBe(200);
    expect(olga.body).toMatchObject({
      profile: { displayName: "olga's display name" },
      backstageIdentity: {
        identity: {
          userEntityRef: 'user:default/olga',
          ownershipEntityRefs: expect.arrayContaining([
            'user:default/olga',
            'group:default/team-orders',
          ]),
        },
      },
    });

    // Configured, but the catalog does not have him.
    const omar = await request(server).get(PATH).set(HEADER, 'omar');
    expect(omar.status).toBe(404);

    const mallory = await request(server).get(PATH).set(HEADER, 'mallory');
    expect(mallory.status).toBe(401);
    expect(mallory.body.error.message).toContain('"mallory" is not one of');

    const nobody = await request(server).get(PATH);
    expect(nobody.status).toBe(401);
  });

  it('refuses a request that came through another name', async () => {
    const { server } = await start({ 'sample-users': { users: USERS } });
    const response = await request(server)
      .get(PATH)
      .set('host', 'rebound.example.com:7007')
      .set(HEADER, 'olga');
    expect(response.status).toBe(403);
  });

  it.each([
    ['x-forwarded-host', 'portal.example.com'],
    ['x-forwarded-host', 'localhost:7007'],
    ['x-forwarded-for', '10.1.2.3'],
    ['forwarded', 'for=10.1.2.3'],
    ['via', '1.1 tunnel'],
    ['x-real-ip', '10.1.2.3'],
  ])('refuses what a proxy passed on: %s: %s', async (header, value) => {
    const { server } = await start({ 'sample-users': { users: USERS } });
    const response = await request(server)
      .get(PATH)
      .set('host', 'localhost:7007')
      .set(header, value)
      .set(HEADER, 'olga');
    expect(response.status).toBe(403);
    expect(response.body.error.message).toContain(`header ${header}`);
  });

  it('does nothing when it is not configured', async () => {
    const { server } = await start({}, '0.0.0.0');
    const response = await request(server).get(PATH).set(HEADER, 'olga');
    expect(response.status).toBe(404);
  });

  it('keeps the portal from starting where it would not be safe', async () => {
    await expect(
      start({ 'sample-users': { users: USERS } }, '0.0.0.0'),
    ).rejects.toThrow(/Sample users may not sign in here.*"0\.0\.0\.0"/);
  });
});
