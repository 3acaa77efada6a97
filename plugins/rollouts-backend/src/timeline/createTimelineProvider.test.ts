import { mockCredentials } from '@backstage/backend-test-utils';
import { fakeActivity } from '@slipway/plugin-activity-node/testUtils';
import { createTimelineProvider } from './createTimelineProvider';

const ORDERS = 'component:default/orders';
const REF = { cluster: 'gke', namespace: 'shop', name: 'orders' };
const HOUR = 3_600_000;
const FROM = Date.parse('2026-01-02T00:00:00Z');
const QUERY = {
  entityRefs: [ORDERS],
  from: FROM,
  to: FROM + 24 * HOUR,
  limit: 100,
};
const at = (hours: number) => new Date(FROM + hours * HOUR).toISOString();

function setup() {
  const activity = fakeActivity();
  const provider = createTimelineProvider({
    activity,
    rollouts: {
      analysisRuns: () => [],
      entriesOf: () => [],
      freshness: () => [
        {
          cluster: 'gke',
          resource: 'rollouts.argoproj.io',
          state: 'stale',
          since: at(5),
        },
      ],
      requireClusters: async () => {},
      subscribe: () => () => {},
    },
  });
  const record = (hours: number, version: string, entityRef = ORDERS) =>
    activity.platformEvent({
      plugin: 'rollouts',
      type: 'phase-changed',
      key: `${version} ${hours}`,
      at: at(hours),
      target: { ...REF, kind: 'Rollout', uid: 'u1', entityRef },
      summary: 'orders is Healthy',
      severity: 'info',
      after: { phase: 'Healthy', version, revision: 1 },
    });
  const read = () =>
    provider.read(QUERY, { credentials: mockCredentials.user() });
  return { activity, record, read };
}

describe('releases on the timeline', () => {
  it('start with the version that was served when the range starts', async () => {
    const { record, read } = setup();
    await record(-50, '0.9');
    await record(-30, '1.0');
    await record(6, '2.0');
    await record(30, '3.0');
    const { lanes } = await read();
    expect(lanes.map(({ kind }) => kind)).toEqual(['release', 'analysis']);
    expect(lanes[0].items).toMatchObject([
      { title: '1.0', from: FROM - 30 * HOUR, to: FROM + 6 * HOUR },
      { title: '2.0', from: FROM + 6 * HOUR, endUnknown: true },
    ]);
    expect(lanes[0].lacking).toEqual([`gke is stale since ${at(5)}`]);
  });

  it('are those of the service alone', async () => {
    const { record, read } = setup();
    await record(6, '2.0', 'component:default/cart');
    expect((await read()).lanes).toEqual([]);
  });

  it('are not known when the record does not answer', async () => {
    const { activity, read } = setup();
    activity.failWith(new Error('the record is away'));
    await expect(read()).rejects.toThrow('the record is away');
  });
});
