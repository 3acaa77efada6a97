import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import search from '@backstage/plugin-search-backend';
import searchCatalog from '@backstage/plugin-search-backend-module-catalog';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';

const configured = parse(
  readFileSync(join(__dirname, '../../../app-config.yaml'), 'utf8'),
).search;

const ORDER_SERVICE = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
  spec: { type: 'service', lifecycle: 'production', owner: 'team-orders' },
};

type Database = Awaited<ReturnType<TestDatabases['init']>>;

/** The portal's search as app-config.yaml sets it, without its first delay. */
async function start(knex: Database) {
  const { catalog } = configured.collators;
  return startTestBackend({
    features: [
      search,
      searchCatalog,
      catalogServiceMock.factory({ entities: [ORDER_SERVICE] }),
      schedulerServiceFactory,
      mockServices.database.factory({ knex }),
      mockServices.rootConfig.factory({
        data: {
          search: {
            collators: {
              catalog: {
                ...catalog,
                schedule: { ...catalog.schedule, initialDelay: 'PT0S' },
              },
            },
          },
        },
      }),
    ],
  });
}

type Started = Awaited<ReturnType<typeof start>>;

/** Asks until there is an index. */
async function find({ server }: Started, term: string) {
  for (;;) {
    const { status, body } = await request(server)
      .get('/api/search/query')
      .query({ term });
    if (status === 200 && body.results.length > 0) {
      return body.results.map(
        (result: { document: { title: string } }) => result.document.title,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

describe('search', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  // The index is in memory, the time of the last indexing in the database.
  it('finds services after a restart too', async () => {
    const knex = await databases.init('SQLITE_3');
    for (const _start of ['first', 'second']) {
      const backend = await start(knex);
      expect(await find(backend, 'order')).toEqual(['order-service']);
      await backend.stop();
    }
  }, 120_000);
});
