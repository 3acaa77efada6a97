import { mockServices } from '@backstage/backend-test-utils';
import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';
import { grantOf } from '@slipway/plugin-break-glass-node/testUtils';
import { fakeLiveTopics } from '@slipway/plugin-live-node/testUtils';
import { createEntityTopic } from './entityTopic';
import { GrantFeed } from './GrantFeed';

const NOW = new Date('2026-01-02T13:00:00Z');
const ENTITY = 'component:default/order-service';

function setUp() {
  const grants: BreakGlassGrant[] = [];
  const listOpen = jest.fn(async (filter: { entityRef?: string }, at: Date) =>
    grants.filter(
      ({ entityRef, until }) =>
        entityRef === filter.entityRef && Date.parse(until) > at.getTime(),
    ),
  );
  const logger = mockServices.logger.mock();
  const feed = new GrantFeed({ store: { listOpen }, logger });
  const topics = fakeLiveTopics();
  topics.register(createEntityTopic({ feed }));
  const open = (entityRef = ENTITY) =>
    topics.open('break-glass:entity', { entityRef });
  return { grants, listOpen, logger, feed, open };
}

const settle = () => jest.advanceTimersByTimeAsync(0);

describe('break-glass:entity', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('shows at once what this process does, for the entity that it is about', async () => {
    const { grants, feed, open } = setUp();
    const page = await open();
    const other = await open('component:default/cart');
    await settle();
    expect(page.ready).toBe(true);
    expect(page.items.size).toBe(0);

    const grant = grantOf({
      entityRef: ENTITY,
      until: '2026-01-02T13:30:00.000Z',
    });
    grants.push(grant);
    feed.changed(ENTITY);
    await settle();
    expect(Object.fromEntries(page.items)).toEqual({ [grant.id]: grant });
    expect(other.items.size).toBe(0);

    grants.pop();
    feed.changed(ENTITY);
    await settle();
    expect(page.items.size).toBe(0);
    page.close();
    other.close();
  });

  it('shows what another replica opened, and what ends by the clock, within 2 s', async () => {
    const { grants, open } = setUp();
    const page = await open();
    await settle();
    grants.push(
      grantOf({ entityRef: ENTITY, until: '2026-01-02T13:30:00.000Z' }),
    );
    await jest.advanceTimersByTimeAsync(2_000);
    expect(page.items.size).toBe(1);
    await jest.advanceTimersByTimeAsync(30 * 60_000 - 4_001);
    expect(page.items.size).toBe(1);
    await jest.advanceTimersByTimeAsync(4_001);
    expect(page.items.size).toBe(0);
    page.close();
  });

  it('says when the grants cannot be read, and never what the database said', async () => {
    const { listOpen, logger, open } = setUp();
    listOpen.mockRejectedValueOnce(new Error('password hunter2'));
    const page = await open();
    await settle();
    expect(page.freshness).toMatchObject([
      {
        source: 'break-glass',
        state: 'unreachable',
        reason: 'the grants cannot be read',
      },
    ]);
    expect(JSON.stringify(logger.warn.mock.calls)).not.toContain('hunter2');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(page.freshness).toMatchObject([{ state: 'live' }]);
    page.close();
  });

  it('asks nothing once nobody looks', async () => {
    const { listOpen, feed, open } = setUp();
    const page = await open();
    await settle();
    page.close();
    listOpen.mockClear();
    feed.changed(ENTITY);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(listOpen).not.toHaveBeenCalled();
  });
});
