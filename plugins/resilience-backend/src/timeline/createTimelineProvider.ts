import {
  jointLane,
  resilienceReadPermission,
} from '@slipway/plugin-resilience-common';
import { TimelineProvider } from '@slipway/plugin-timeline-node';
import { ResilienceStore } from '../database/ResilienceStore';

/** Joint runs on the timeline, from the runs that are kept. */
export function createTimelineProvider(options: {
  store: Pick<ResilienceStore, 'between'>;
  onChange: (listener: () => void) => () => void;
}): TimelineProvider {
  const { store, onChange } = options;
  return {
    plugin: 'resilience',
    title: 'joint runs',
    kinds: ['joint-run'],
    permissions: [resilienceReadPermission],
    async read(query) {
      const { runs, leftOut } = await store.between(query);
      const lane = jointLane(runs);
      return { lanes: [leftOut > 0 ? { ...lane, leftOut } : lane] };
    },
    onChange,
  };
}
