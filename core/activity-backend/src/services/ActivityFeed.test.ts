import { mockServices } from '@backstage/backend-test-utils';
import { ActivityEntry } from '@slipway/plugin-activity-common';
import { fakeLiveTopics } from '@slipway/plugin-live-node/testUtils';
import { userActivity, TARGET } from '../__testUtils__/activities';
import { ActivityStore } from '../database/ActivityStore';
import { ActivityFeed } from './ActivityFeed';
import { createTargetTopic } from './targetTopic';

function setUp() {
  const entries: ActivityEntry[] = [];
  const store = {
    list: jest.fn(async () => ({ items: [...entries] })),
  };
  const logger = mockServices.logger.mock();
  const feed = new ActivityFeed({
    store: store as unknown as ActivityStore,
    logger,
  });
  const topics = fakeLiveTopics();
  topics.register(createTargetTopic({ feed }));
  const add = (id: string) =>
    entries.push({
      ...userActivity(),
      id,
      at: '2026-01-02T03:04:05.000Z',
      source: 'user',
      severity: 'info',
      outcome: 'started',
    });
  return { store, feed, topics, add, logger };
}

const settle = () => jest.advanceTimersByTimeAsync(0);

describe('activity:target', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-02T03:04:05Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('shows what this process writes at once and what others write within 2 s', async () => {
    const { topics, add, feed, store } = setUp();
    add('first');
    const opened = await topics.open('activity:target', TARGET);
    await settle();
    expect([...opened.items.keys()]).toEqual(['first']);
    expect(opened.freshness).toMatchObject([{ state: 'live' }]);
    expect(store.list).toHaveBeenCalledWith({ ...TARGET, limit: 100 });

    add('written here');
    feed.wrote({ ...TARGET, name: 'another' });
    await settle();
    expect(opened.items.size).toBe(1);
    feed.wrote(TARGET);
    await settle();
    expect(opened.items.size).toBe(2);

    add('written elsewhere');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(opened.items.size).toBe(3);
  });

  it('asks nothing once nobody looks', async () => {
    const { topics, store, feed } = setUp();
    const opened = await topics.open('activity:target', TARGET);
    await settle();
    opened.close();
    store.list.mockClear();
    feed.wrote(TARGET);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(store.list).not.toHaveBeenCalled();
  });

  it('reads once more for a write during a read, and once for many', async () => {
    const { topics, store, feed, add } = setUp();
    let answer = () => {};
    store.list.mockImplementationOnce(
      () =>
        new Promise(resolve => {
          answer = () => resolve({ items: [] });
        }),
    );
    const opened = await topics.open('activity:target', TARGET);
    add('during');
    for (let n = 0; n < 5; n++) feed.wrote(TARGET);
    answer();
    await settle();
    expect(opened.items.has('during')).toBe(true);
    expect(store.list).toHaveBeenCalledTimes(2);
  });

  it('says when the record cannot be read, keeps what it had, and comes back', async () => {
    const { topics, store, add, logger } = setUp();
    add('first');
    const opened = await topics.open('activity:target', TARGET);
    await settle();
    store.list.mockRejectedValue(new Error('password=hunter2'));
    await jest.advanceTimersByTimeAsync(10_000);
    expect(opened.items.size).toBe(1);
    expect(opened.freshness).toEqual([
      {
        source: 'activity',
        state: 'stale',
        since: '2026-01-02T03:04:05.000Z',
        reason: 'the record cannot be read',
      },
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('hunter2');

    store.list.mockImplementation(async () => ({ items: [] }));
    await jest.advanceTimersByTimeAsync(2_000);
    expect(opened.freshness).toMatchObject([
      { state: 'live', since: '2026-01-02T03:04:17.000Z' },
    ]);
  });

  it('refuses parameters that name no target', async () => {
    const { topics } = setUp();
    await expect(
      topics.open('activity:target', { cluster: 'gke-prod' }),
    ).rejects.toThrow('namespace Required');
  });
});
