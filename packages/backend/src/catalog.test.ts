import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  Entity,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import templateEntities from '@backstage/plugin-catalog-backend-module-scaffolder-entity-model';
import { Validator } from '@seriousme/openapi-schema-validator';
import { readdirSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = resolve(__dirname, '../../..');

const SIX = [
  'user-service',
  'product-service',
  'order-service',
  'payment-service',
  'shipping-service',
  'favourite-service',
];

/** The services, who owns each and whom it calls, as the application's source has it. */
const SERVICES: Record<string, { owner: string; calls: string[] }> = {
  'service-discovery': { owner: 'platform', calls: [] },
  'cloud-config': { owner: 'platform', calls: [] },
  'api-gateway': { owner: 'platform', calls: [...SIX, 'proxy-client'] },
  'proxy-client': { owner: 'team-accounts', calls: SIX },
  'user-service': { owner: 'team-accounts', calls: [] },
  'product-service': { owner: 'team-catalog', calls: [] },
  'order-service': { owner: 'team-orders', calls: ['user-service'] },
  'payment-service': { owner: 'team-orders', calls: ['order-service'] },
  'shipping-service': {
    owner: 'team-orders',
    calls: ['product-service', 'order-service'],
  },
  'favourite-service': {
    owner: 'team-catalog',
    calls: ['user-service', 'product-service'],
  },
};

/** What every service but the first talks to, and every service but the first two. */
function infrastructureOf(name: string): string[] {
  if (name === 'service-discovery') return [];
  return name === 'cloud-config'
    ? ['service-discovery']
    : ['service-discovery', 'cloud-config'];
}

/** Every entity in a file of the catalog: the portal's own, those of the shop, and the templates. */
function entitiesInFiles(): Entity[] {
  const inFolder = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      // A skeleton becomes an entity when its template is filled in.
      .filter(file => file.endsWith('.yaml') && !file.includes('/skeleton/'))
      .map(file => join(folder, file));
  return ['catalog-info.yaml', ...inFolder('catalog'), ...inFolder('templates')]
    .flatMap(file => parseAllDocuments(readFileSync(join(ROOT, file), 'utf8')))
    .map(document => document.toJS())
    .filter(entity => entity?.kind !== undefined);
}

const sorted = (refs: string[]) => [...refs].sort();

describe('the catalog', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const byRef = new Map<string, Entity>();
  let missing: string[];
  let errors: Array<{ entity_ref: string; errors: string }>;

  const get = (ref: string) => byRef.get(ref)!;
  const related = (entity: Entity, type: string) =>
    sorted(
      (entity.relations ?? [])
        .filter(relation => relation.type === type)
        .map(relation => relation.targetRef),
    );

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    const backend = await startTestBackend({
      features: [
        catalogPlugin,
        templateEntities,
        mockServices.database.factory({ knex }),
        mockServices.rootConfig.factory({
          data: {
            catalog: {
              processingInterval: '1 hour',
              rules: [
                {
                  allow: [
                    'Domain',
                    'System',
                    'Component',
                    'API',
                    'Resource',
                    'Group',
                    'User',
                    'Location',
                    'Template',
                  ],
                },
              ],
              locations: ['catalog-info.yaml', 'catalog/users.yaml'].map(
                file => ({ type: 'file', target: join(ROOT, file) }),
              ),
            },
          },
        }),
      ],
    });

    const expected = entitiesInFiles().map(stringifyEntityRef);
    const stitched = async () => {
      const rows = await knex('final_entities')
        .whereNotNull('final_entity')
        .select('final_entity');
      return rows.map(row => JSON.parse(row.final_entity) as Entity);
    };
    // What an entity says of another is added to that other one in a later step.
    const toBeAdded = async () => {
      const rows: Record<string, string>[] = await knex('relations').select(
        'source_entity_ref',
        'type',
        'target_entity_ref',
      );
      return rows.filter(
        row =>
          !byRef
            .get(row.source_entity_ref)
            ?.relations?.some(
              ({ type, targetRef }) =>
                type === row.type && targetRef === row.target_entity_ref,
            ),
      ).length;
    };
    // Reading is in steps, each on the catalog's own schedule: wait until every entity of the files has been through all.
    const deadline = Date.now() + 120_000;
    missing = expected;
    let unfinished = 1;
    while ((missing.length || unfinished) && Date.now() < deadline) {
      await new Promise(done => setTimeout(done, 250));
      for (const entity of await stitched()) {
        byRef.set(stringifyEntityRef(entity), entity);
      }
      missing = expected.filter(ref => !byRef.has(ref));
      unfinished = missing.length ? 1 : await toBeAdded();
    }
    errors = await knex('refresh_state')
      .whereNotNull('errors')
      .whereNotIn('errors', ['', '[]'])
      .select('entity_ref', 'errors');
    await backend.stop();
  }, 300_000);

  it('reads every entity of the files, without an error', () => {
    expect(missing).toEqual([]);
    expect(errors).toEqual([]);
    const withStatus = [...byRef.values()].filter(
      entity =>
        (entity as Entity & { status?: { items?: unknown[] } }).status?.items
          ?.length,
    );
    expect(withStatus).toEqual([]);
  });

  it('resolves every relation', () => {
    const dangling = [...byRef.values()].flatMap(entity =>
      (entity.relations ?? [])
        .filter(relation => !byRef.has(relation.targetRef))
        .map(
          relation =>
            `${stringifyEntityRef(entity)} ${relation.type} ${
              relation.targetRef
            }`,
        ),
    );
    expect(dangling).toEqual([]);
    // The check above would say nothing of a catalog without relations.
    expect(
      [...byRef.values()].flatMap(e => e.relations ?? []).length,
    ).toBeGreaterThan(200);
  });

  it('holds the ten services and nothing else as services', () => {
    const services = [...byRef.values()]
      .filter(e => e.kind === 'Component' && e.spec?.type === 'service')
      .map(e => e.metadata.name);
    expect(sorted(services)).toEqual(sorted(Object.keys(SERVICES)));
  });

  it.each(Object.entries(SERVICES))(
    '%s is as the application has it',
    (name, { owner, calls }) => {
      const entity = get(`component:default/${name}`);
      const talksTo = [...infrastructureOf(name), ...calls];
      const ofKind = (kind: string) =>
        related(entity, 'dependsOn').filter(
          ref => parseEntityRef(ref).kind === kind,
        );

      expect(related(entity, 'ownedBy')).toEqual([`group:default/${owner}`]);
      expect(related(entity, 'partOf')).toEqual(['system:default/ecommerce']);
      expect(ofKind('component')).toEqual(
        sorted(talksTo.map(s => `component:default/${s}`)),
      );
      expect(ofKind('resource')).toEqual(
        sorted(
          [...(SIX.includes(name) ? [`${name}-db`] : []), 'zipkin'].map(
            r => `resource:default/${r}`,
          ),
        ),
      );
      expect(related(entity, 'providesApi')).toEqual([
        `api:default/${name}-api`,
      ]);
      expect(related(entity, 'consumesApi')).toEqual(
        sorted(talksTo.map(s => `api:default/${s}-api`)),
      );
      expect(entity.metadata.annotations).toMatchObject({
        'backstage.io/kubernetes-id': name,
      });
    },
  );

  it.each(Object.keys(SERVICES))(
    'the API of %s is a valid OpenAPI document',
    async name => {
      const { definition } = get(`api:default/${name}-api`).spec as {
        definition: string;
      };
      const document = parse(definition);
      expect(document.openapi).toMatch(/^3\./);
      expect(document.info.title).toBe(name);
      await expect(new Validator().validate(document)).resolves.toMatchObject({
        valid: true,
      });
    },
  );

  it('knows the users and their groups', () => {
    const memberOf = Object.fromEntries(
      [...byRef.values()]
        .filter(e => e.kind === 'User')
        .map(e => [
          e.metadata.name,
          related(e, 'memberOf').map(ref => parseEntityRef(ref).name),
        ]),
    );
    expect(memberOf).toEqual({
      paula: ['platform'],
      omar: ['team-orders'],
      olga: ['team-orders'],
      carla: ['team-catalog'],
      amir: ['team-accounts'],
      nora: ['on-call'],
      vera: ['viewers'],
    });
    const ownedByViewers = [...byRef.values()].filter(entity =>
      related(entity, 'ownedBy').includes('group:default/viewers'),
    );
    expect(ownedByViewers).toEqual([]);
  });
});
