import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import { REPORT_RESOURCES } from '@slipway/plugin-security-common';
import { pageOf } from '@slipway/plugin-timeline-common';
import {
  TimelineRegistry,
  timelineServiceRef,
} from '@slipway/plugin-timeline-node';
import {
  component,
  PluginHarnessOptions,
  startPluginHarness,
  until,
} from '@slipway/test-utils';
import securityPlugin from '..';
import {
  rolloutObjects,
  vulnerability,
  vulnerabilityReport,
} from '../__testUtils__/objects';
import { createTimelineProvider } from './createTimelineProvider';

jest.setTimeout(60_000);

const ORDERS = 'component:default/orders';
const RESOURCE = REPORT_RESOURCES.VulnerabilityReport;
const FROM = Date.parse('2026-11-28T00:00:00Z');
const TO = Date.parse('2026-11-30T00:00:00Z');
const FIRST = Date.parse('2026-11-28T10:00:00Z');
const QUERY = { entityRefs: [ORDERS], from: FROM, to: TO, limit: 100 };
const USER = { credentials: mockCredentials.user('user:default/olga') };

async function setUp(
  reports: object[],
  options: Pick<PluginHarnessOptions, 'refused'> = {},
) {
  const timeline = TimelineRegistry.create();
  const harness = await startPluginHarness(securityPlugin, {
    ...options,
    entities: [
      component('orders', 'team-orders', {
        'backstage.io/kubernetes-id': 'orders',
      }),
    ],
    clusters: [{ name: 'gke', environment: 'prod' }],
    objects: {
      gke: {
        ...rolloutObjects(),
        'vulnerabilityreports.aquasecurity.github.io': reports,
      } as never,
    },
    features: [
      createServiceFactory({
        service: timelineServiceRef,
        deps: {},
        factory: () => timeline,
      }),
    ],
  });
  const lanes = async () =>
    (await timeline.read(timeline.providers(), QUERY, USER)).lanes;
  return {
    harness,
    timeline,
    lanes,
    has: (count: number) =>
      until(`${count} marks`, async () => {
        const [lane] = await lanes();
        return lane?.items.length === count;
      }),
  };
}

describe('findings on the timeline', () => {
  it('are what scans found and have no more', async () => {
    const first = vulnerabilityReport('aaa', [
      vulnerability('CVE-2026-0001', 'HIGH'),
      vulnerability('CVE-2026-0002', 'LOW'),
    ]);
    const { harness, timeline, lanes, has } = await setUp([first]);
    await has(1);
    let changes = 0;
    timeline.onChange(() => changes++);
    harness.clusters.emit(
      'gke',
      RESOURCE,
      vulnerabilityReport('aaa', [vulnerability('CVE-2026-0003', 'CRITICAL')], {
        uid: 'vr-again',
        at: '2026-11-29T10:00:00Z',
      }),
    );
    await has(3);
    await until('it was announced', () => changes > 0);
    const [lane] = await lanes();
    expect(lane).toMatchObject({
      plugin: 'security',
      kind: 'finding',
      entityRef: ORDERS,
      knownFrom: FIRST,
      lacking: [],
    });
    expect(
      lane.items.map(item => [item.title, pageOf({ lane, item })]),
    ).toEqual(
      [
        'First known findings: 1 high',
        'New finding: 1 critical',
        'Closed finding: 1 high',
      ].map(title => [title, '/catalog/default/component/orders/security']),
    );
    await harness.stop();
  });

  it('where nothing is scanned are unknown, not none', async () => {
    const { harness, lanes } = await setUp([]);
    await until('it runs', async () => (await lanes()).length === 1);
    const [lane] = await lanes();
    expect(lane).toMatchObject({
      items: [],
      knownFrom: TO,
      knownFromReason: 'unknown: nothing of it has been scanned',
      lacking: [expect.stringMatching(/^Trivy Operator in gke: It is inst/)],
    });
    await harness.stop();
  });

  it('where nothing was found are known since the scan', async () => {
    const { harness, lanes } = await setUp([vulnerabilityReport('aaa', [])]);
    await until('it is scanned', async () => {
      const [lane] = await lanes();
      return lane?.knownFrom === FIRST;
    });
    expect(await lanes()).toMatchObject([{ items: [], lacking: [] }]);
    await harness.stop();
  });

  it('of a service whose findings the user may not read are unknown', async () => {
    const { harness, lanes } = await setUp(
      [vulnerabilityReport('aaa', [vulnerability('CVE-2026-0001', 'HIGH')])],
      { refused: { olga: ['security.entity.read'] } },
    );
    await until('it runs', async () => (await lanes()).length === 1);
    expect(await lanes()).toMatchObject([
      {
        items: [],
        knownFrom: TO,
        knownFromReason: expect.stringContaining('security.entity.read'),
      },
    ]);
    await harness.stop();
  });

  const change = (hour: number) => ({
    cluster: 'gke',
    namespace: 'shop',
    workload: 'orders',
    container: 'app',
    vulnerability: `CVE-${hour}`,
    pkg: 'qs',
    severity: 'high' as const,
    openedAt: new Date(FROM + hour * 3_600_000).toISOString(),
  });
  const providerOf = (
    replaced: Partial<Parameters<typeof createTimelineProvider>[0]>,
  ) =>
    createTimelineProvider({
      access: { readable: async refs => new Set(refs) },
      ingest: { sources: () => [] },
      owners: { known: () => true },
      running: {
        ready: async () => {},
        ofEntity: () => [
          {
            ...change(0),
            kind: 'Rollout',
            role: 'stable',
            replicaSet: 'orders-aaa',
            image: { repository: 'shop/orders', digests: [] },
            pods: 1,
          },
        ],
      },
      store: {
        changes: async (_, __, limit) =>
          [9, 8, 7, 6].map(change).slice(0, limit),
        firstFound: async () => new Map(),
        reportsOf: async () => [],
      },
      onChange: () => () => {},
      ...replaced,
    });

  it('that are too many say since when they are known', async () => {
    const { lanes } = await providerOf({ mostChanges: 2 }).read(QUERY, USER);
    expect(lanes[0].items).toHaveLength(2);
    expect(lanes[0].knownFrom).toBe(FROM + 7 * 3_600_000);
  });

  it('are missing while the catalog was not read', async () => {
    const provider = providerOf({ owners: { known: () => false } });
    await expect(provider.read(QUERY, USER)).rejects.toThrow(
      /catalog has not been read/,
    );
  });
});
