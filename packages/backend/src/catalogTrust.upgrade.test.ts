import {
  BackendFeature,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalog from '@backstage/plugin-catalog-backend';
import { notificationService } from '@backstage/plugin-notifications-node';
import { catalogModuleTrust } from '@slipway/plugin-permission-backend-module-slipway';
import request from 'supertest';
import { stringify } from 'yaml';
import { until } from '@slipway/test-utils';

const service = (owner: string) =>
  stringify({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'order-service' },
    spec: { type: 'service', lifecycle: 'production', owner },
  });

describe('a database in which the first location has won', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const directory = createMockDirectory();

  it('gives the entity to the trusted location once locations are trusted', async () => {
    directory.setContent({
      'team/info.yaml': service('team-catalog'),
      'trusted/all.yaml': service('team-orders'),
    });
    const knex = await databases.init('SQLITE_3');
    const start = async (
      files: string[],
      trusted: string[],
      features: BackendFeature[],
    ) => {
      const backend = await startTestBackend({
        features: [
          catalog,
          mockServices.database.factory({ knex }),
          createServiceFactory({
            service: notificationService,
            deps: {},
            factory: () => ({ send: async () => {} }),
          }),
          mockServices.rootConfig.factory({
            data: {
              slipway: {
                catalog: {
                  trustedLocations: trusted.map(folder => ({
                    type: 'file',
                    target: `${directory.resolve(folder)}/`,
                  })),
                },
              },
              catalog: {
                rules: [{ allow: ['Component'] }],
                processingInterval: { seconds: 1 },
                locations: files.map(file => ({
                  type: 'file',
                  target: directory.resolve(file),
                })),
              },
            },
          }),
          ...features,
        ],
      });
      const owner = async (): Promise<unknown> => {
        const { body } = await request(backend.server)
          .get('/api/catalog/entities/by-name/component/default/order-service')
          .set('authorization', mockCredentials.user.header());
        return (body as Partial<Entity>).spec?.owner;
      };
      /** The owner, once it is this one. */
      const ownerOnce = (expected: string) =>
        until(`order-service is of ${expected}`, async () => {
          const found = await owner();
          return found === expected ? found : undefined;
        });
      return { ownerOnce, stop: () => backend.stop() };
    };
    const both = ['team/info.yaml', 'trusted/all.yaml'];

    const before = await start(['team/info.yaml'], [], []);
    expect(await before.ownerOnce('team-catalog')).toBe('team-catalog');
    await before.stop();

    const after = await start(both, ['trusted'], [catalogModuleTrust]);
    expect(await after.ownerOnce('team-orders')).toBe('team-orders');
    await after.stop();

    // And back, when the trust is withdrawn and given to the other.
    const withdrawn = await start(both, ['team'], [catalogModuleTrust]);
    expect(await withdrawn.ownerOnce('team-catalog')).toBe('team-catalog');
    await withdrawn.stop();
  }, 300_000);
});
