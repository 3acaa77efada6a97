import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { AcceptedRisk } from '@slipway/plugin-security-common';
import { DatabaseRiskStore } from './DatabaseRiskStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const NOW = '2026-11-29T10:00:00.000Z';

const risk = (change: Partial<AcceptedRisk> = {}): AcceptedRisk => ({
  id: 'r1',
  vulnerability: 'CVE-2022-24999',
  package: 'pkg:npm/qs',
  scope: 'service',
  entityRef: 'component:default/orders',
  severity: 'critical',
  reason: 'Never reached',
  acceptedBy: 'user:default/olga',
  allowedBy: 'user:default/omar',
  acceptedAt: '2026-11-01T10:00:00.000Z',
  until: '2026-11-30',
  ...change,
});

describe.each(databases.eachSupportedId())('accepted risks on %s', id => {
  async function create() {
    const knex = await databases.init(id);
    return DatabaseRiskStore.create({
      database: mockServices.database({ knex }),
    });
  }

  it('are those that hold, first those that end first', async () => {
    const store = await create();
    const image = risk({
      id: 'r2',
      scope: 'image',
      repository: 'docker.io/shop/orders',
      until: '2026-11-29',
    });
    await store.keep(risk());
    await store.keep(image);
    await store.keep(risk({ id: 'r3', until: '2026-11-28' }));
    expect(await store.active(NOW)).toEqual([image, risk()]);
    expect((await store.active('2026-12-01T00:00:00.000Z')).length).toBe(0);
  });

  it('are withdrawn once, and kept', async () => {
    const store = await create();
    await store.keep(risk());
    expect(await store.withdraw('r1', 'user:default/carl', NOW)).toBe(true);
    expect(await store.withdraw('r1', 'user:default/omar', NOW)).toBe(false);
    expect(await store.active(NOW)).toEqual([]);
    expect(await store.find('r1')).toEqual(
      risk({ withdrawnAt: NOW, withdrawnBy: 'user:default/carl' }),
    );
    expect(await store.find('r9')).toBeUndefined();
  });
});
