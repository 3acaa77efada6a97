import { mockCredentials } from '@backstage/backend-test-utils';
import {
  PAGE_ROWS,
  rolloutCountsTopic,
  rolloutsPageTopic,
  ROLLOUTS,
} from '@slipway/plugin-rollouts-common';
import { startHarness } from '../__testUtils__/harness';
import { CLUSTER, rollout, ROLLOUTS_KIND } from '../__testUtils__/objects';

const viewer = { credentials: mockCredentials.user('user:default/vera') };
const blind = { credentials: mockCredentials.user('user:default/blind') };

// Every state of 200 rollouts is checked by the harness, which takes its time.
jest.setTimeout(60_000);

const nameOf = (index: number) => `s-${String(index).padStart(3, '0')}`;
const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    rollout({ name: nameOf(index), status: { phase: 'Healthy', message: '' } }),
  );

const start = (count: number) =>
  startHarness({
    clusters: {
      clusters: [{ name: CLUSTER, environment: 'stage' }],
      objects: { [CLUSTER]: { [ROLLOUTS_KIND]: many(count) } },
    },
  });

const keyOf = (index: number) => `${CLUSTER}/rollout-${nameOf(index)}`;

describe('rollouts:page', () => {
  const open = async (count: number, query: string, page = '0') => {
    const harness = await start(count);
    const topic = await harness.live.open(
      rolloutsPageTopic,
      { query, page },
      viewer,
    );
    await topic.waitFor(({ ready }) => ready);
    const order = () => {
      const value = topic.items.get('order');
      return value && 'keys' in value ? value : { matching: -1, keys: [] };
    };
    return { harness, topic, order };
  };

  it('has the rows of one page and says how many there are on all', async () => {
    const { topic, order } = await open(PAGE_ROWS + 3, 'sort=service', '1');
    expect(order()).toEqual({
      matching: PAGE_ROWS + 3,
      keys: [keyOf(PAGE_ROWS), keyOf(PAGE_ROWS + 1), keyOf(PAGE_ROWS + 2)],
    });
    expect([...topic.items.keys()].sort()).toEqual(
      ['order', ...order().keys.map(key => `row/${key}`)].sort(),
    );
  });

  it('filters and sorts on the server', async () => {
    const { order } = await open(12, 'sort=-service&q=s-01');
    expect(order()).toEqual({ matching: 2, keys: [keyOf(11), keyOf(10)] });
  });

  it('follows changes: a row that comes moves others to the next page', async () => {
    const { harness, topic, order } = await open(PAGE_ROWS, 'sort=service');
    const last = keyOf(PAGE_ROWS - 1);
    expect(order().keys).toContain(last);
    harness.clusters.emit(CLUSTER, ROLLOUTS, rollout({ name: 'a-new' }));
    await topic.waitFor(({ items }) =>
      items.has(`row/${CLUSTER}/rollout-a-new`),
    );
    expect(order()).toMatchObject({ matching: PAGE_ROWS + 1 });
    expect(order().keys[0]).toBe(`${CLUSTER}/rollout-a-new`);
    expect(topic.items.has(`row/${last}`)).toBe(false);
    harness.clusters.remove(CLUSTER, ROLLOUTS, {
      namespace: 'shop',
      name: 'a-new',
    });
    await topic.waitFor(({ items }) => items.has(`row/${last}`));
  });

  it('a change that a filter is about takes the row in and out', async () => {
    const { harness, topic, order } = await open(3, 'phase=Degraded');
    expect(order()).toEqual({ matching: 0, keys: [] });
    const change = (status: Record<string, unknown>) =>
      harness.clusters.emit(
        CLUSTER,
        ROLLOUTS,
        rollout({ name: nameOf(1), status }),
      );
    change({ phase: 'Degraded', message: 'x' });
    await topic.waitFor(() => order().keys[0] === keyOf(1));
    change({ phase: 'Healthy', message: '' });
    await topic.waitFor(() => order().matching === 0);
  });

  it('needs rollouts.read, and a page that is a number', async () => {
    const harness = await start(1);
    const asked = { query: '', page: '0' };
    await expect(
      harness.live.open('rollouts:page', asked, blind),
    ).rejects.toThrow(/rollouts\.read/);
    await expect(
      harness.live.open('rollouts:page', { ...asked, page: '-1' }, viewer),
    ).rejects.toThrow(/page must be a number/);
  });
});

describe('rollouts:counts', () => {
  it('counts all rollouts and follows', async () => {
    const harness = await start(3);
    const topic = await harness.live.open(rolloutCountsTopic, {}, viewer);
    await topic.waitFor(({ ready }) => ready);
    expect(topic.items.get('counts')).toMatchObject({
      total: 3,
      needAttention: 3,
      phases: [{ value: 'Healthy', count: 3 }],
      clusters: [{ value: CLUSTER, count: 3 }],
      namespaces: [{ value: 'shop', count: 3 }],
    });
    harness.clusters.emit(
      CLUSTER,
      ROLLOUTS,
      rollout({ name: 'bad', status: { phase: 'Degraded', message: 'x' } }),
    );
    await topic.waitFor(({ items }) => items.get('counts')?.total === 4);
    expect(topic.items.get('counts')?.phases).toContainEqual({
      value: 'Degraded',
      count: 1,
    });
  });

  it('needs rollouts.read', async () => {
    const harness = await start(1);
    await expect(
      harness.live.open('rollouts:counts', {}, blind),
    ).rejects.toThrow(/rollouts\.read/);
  });
});
