import { daysBefore, Retention } from '@slipway/plugin-portal-node/retention';
import {
  jointLane,
  resilienceReadPermission,
} from '@slipway/plugin-resilience-common';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { ResilienceStore } from '../database/ResilienceStore';

/** Joint runs on the timeline, from the runs that are kept. */
export function createTimelineProvider(options: {
  store: Pick<ResilienceStore, 'between'>;
  retention: Retention;
  onChange: (listener: () => void) => () => void;
  now: () => number;
}): TimelineProvider {
  const { store, retention, onChange, now } = options;
  return {
    plugin: 'resilience',
    title: 'joint runs',
    kinds: ['joint-run'],
    permissions: [resilienceReadPermission],
    async read(query) {
      const { runs, leftOut } = await store.between(query);
      return {
        lanes: [
          {
            ...jointLane(runs),
            ...(leftOut > 0 ? { leftOut } : {}),
            knownFrom: Date.parse(
              daysBefore(new Date(now()), retention.runsDays),
            ),
            knownFromReason: `Joint runs are kept for ${retention.runsDays} days.`,
          },
        ],
      };
    },
    onChange,
  };
}
