import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  TimelineRegistry,
  timelineServiceRef,
} from '@slipway/plugin-timeline-node';
import { startLoadTests } from '../__testUtils__/orders';
import { runDetail } from '../__testUtils__/runs';
import { createTimelineProvider } from './createTimelineProvider';

jest.setTimeout(60_000);

const ORDERS = 'component:default/orders';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CREDENTIALS = { credentials: mockCredentials.user() };

describe('load tests on the timeline', () => {
  it('are there as soon as they are launched, and only on their service', async () => {
    const timeline = TimelineRegistry.create();
    const test = await startLoadTests({
      features: [
        createServiceFactory({
          service: timelineServiceRef,
          deps: {},
          factory: () => timeline,
        }),
      ],
    });
    let changes = 0;
    timeline.onChange(() => changes++);
    const { body } = await test.launch({
      profile: 'spike',
      runner: 'kubernetes',
    });
    expect(changes).toBeGreaterThan(0);
    const read = async (entityRef: string) =>
      timeline.read(
        timeline.providers(),
        {
          entityRefs: [entityRef],
          from: Date.now() - HOUR,
          to: Date.now(),
          limit: 10,
        },
        CREDENTIALS,
      );
    expect(await read(ORDERS)).toMatchObject({
      missing: [],
      lanes: [
        {
          plugin: 'loadtest',
          kind: 'load',
          items: [{ id: body.runId, title: 'spike test, up to 20 users' }],
        },
      ],
    });
    expect((await read('component:default/bare')).lanes).toMatchObject([
      { kind: 'load', items: [] },
    ]);
  });

  it('say how many are left out, and since when they are kept', async () => {
    const now = new Date('2026-06-30T00:00:00.000Z');
    const provider = createTimelineProvider({
      store: {
        between: async () => ({ runs: [runDetail()], leftOut: 3 }),
      },
      retention: { seriesDays: 5, runsDays: 10 },
      onChange: () => () => {},
      now: () => now,
    });
    const query = { entityRefs: [ORDERS], from: 0, to: DAY, limit: 1 };
    expect(await provider.read(query, CREDENTIALS)).toMatchObject({
      lanes: [
        {
          leftOut: 3,
          knownFrom: now.getTime() - 10 * DAY,
          knownFromReason: 'Load tests are kept for 10 days.',
        },
      ],
    });
  });
});
