import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  TimelineRegistry,
  timelineServiceRef,
} from '@slipway/plugin-timeline-node';
import { startResilience } from '../__testUtils__/harness';
import { newRun } from '../__testUtils__/engine';
import { createTimelineProvider } from './createTimelineProvider';

jest.setTimeout(60_000);

const ORDERS = 'component:default/orders';
const HOUR = 3_600_000;
const CREDENTIALS = { credentials: mockCredentials.user() };

describe('joint runs on the timeline', () => {
  it('are there as soon as they are launched, and only on their service', async () => {
    const timeline = TimelineRegistry.create();
    const test = await startResilience({
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
    const { body } = await test.launch();
    expect(changes).toBeGreaterThan(0);
    const read = (entityRef: string) =>
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
          plugin: 'resilience',
          kind: 'joint-run',
          items: [{ id: body.runId, title: 'Lose a pod', tone: 'progressing' }],
        },
      ],
    });
    expect((await read('component:default/cart')).lanes).toMatchObject([
      { kind: 'joint-run', items: [] },
    ]);
  });

  it('say how many are left out, and since when they are kept', async () => {
    const now = Date.parse('2026-06-30T00:00:00.000Z');
    const provider = createTimelineProvider({
      store: { between: async () => ({ runs: [newRun()], leftOut: 3 }) },
      retention: { seriesDays: 90, runsDays: 400 },
      onChange: () => () => {},
      now: () => now,
    });
    const query = { entityRefs: [ORDERS], from: 0, to: HOUR, limit: 1 };
    expect(await provider.read(query, CREDENTIALS)).toMatchObject({
      lanes: [
        {
          leftOut: 3,
          items: [{ title: 'Lose a pod' }],
          knownFrom: now - 400 * 24 * HOUR,
          knownFromReason: 'Joint runs are kept for 400 days.',
        },
      ],
    });
  });
});
