import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { FakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { until } from '@slipway/test-utils';
import { vulnerability, vulnerabilityReport } from '../__testUtils__/objects';
import { DatabaseFindingsStore } from '../database/DatabaseFindingsStore';
import { FindingsStore } from '../database/FindingsStore';
import { ReportIngest } from './ReportIngest';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

it('keeps a report later that could not be kept', async () => {
  const store = await DatabaseFindingsStore.create({
    database: mockServices.database({ knex: await databases.init('SQLITE_3') }),
  });
  let failures = 2;
  const together: FindingsStore['together'] = async work => {
    if (failures-- > 0) throw new Error('the database is away');
    return store.together(work);
  };
  const failing = new Proxy<FindingsStore>(store, {
    get(target, name) {
      if (name === 'together') return together;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const logger = mockServices.logger.mock();
  const clusters = new FakeClusters({
    clusters: [{ name: 'gke' }],
    objects: {
      gke: {
        'vulnerabilityreports.aquasecurity.github.io': [
          vulnerabilityReport('aaa', [vulnerability('CVE-2026-1', 'HIGH')]),
        ] as never,
      },
    },
  });
  const ingest = new ReportIngest({
    clusters,
    logger,
    running: { ready: async () => {}, workloadOf: () => 'orders' },
    store: failing,
    graceMs: 1000,
    retryMs: 5,
    onChange: () => {},
    now: Date.now,
  });
  await ingest.start();
  await until('it is found', async () => {
    const found = await store.search({
      vulnerabilities: ['CVE-2026-1'],
      limit: 1,
    });
    return found.length === 1;
  });
  expect(logger.warn).toHaveBeenCalledWith(
    'Cannot keep VulnerabilityReport of gke: the database is away',
  );
  ingest.stop();
});
