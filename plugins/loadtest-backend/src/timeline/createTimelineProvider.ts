import {
  loadLane,
  loadtestReadPermission,
} from '@slipway/plugin-loadtest-common';
import { daysBefore, Retention } from '@slipway/plugin-portal-node/retention';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { RunStore } from '../database/RunStore';

/** Load tests on the timeline, from the runs that are kept. */
export function createTimelineProvider(options: {
  store: Pick<RunStore, 'between'>;
  retention: Retention;
  onChange: (listener: () => void) => () => void;
  now: () => Date;
}): TimelineProvider {
  const { store, retention, now } = options;
  return {
    plugin: 'loadtest',
    title: 'load tests',
    kinds: ['load'],
    permissions: [loadtestReadPermission],
    async read(query) {
      const { runs, leftOut } = await store.between(query);
      return {
        lanes: [
          {
            ...loadLane(runs),
            ...(leftOut > 0 ? { leftOut } : {}),
            knownFrom: Date.parse(daysBefore(now(), retention.runsDays)),
            knownFromReason: `Load tests are kept for ${retention.runsDays} days.`,
          },
        ],
      };
    },
    onChange: options.onChange,
  };
}
