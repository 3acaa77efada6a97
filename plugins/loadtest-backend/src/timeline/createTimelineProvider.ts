import {
  loadLane,
  loadtestReadPermission,
} from '@slipway/plugin-loadtest-common';
import { Retention } from '@slipway/plugin-portal-node/retention';
import {
  keptRunsProvider,
  TimelineProvider,
} from '@slipway/plugin-timeline-node';
import { RunStore } from '../database/RunStore';

/** Load tests on the timeline, from the runs that are kept. */
export const createTimelineProvider = ({
  retention,
  ...options
}: {
  store: Pick<RunStore, 'between'>;
  retention: Retention;
  onChange: (listener: () => void) => () => void;
  now: () => Date;
}): TimelineProvider =>
  keptRunsProvider({
    ...options,
    plugin: 'loadtest',
    title: 'Load tests',
    kind: 'load',
    permission: loadtestReadPermission,
    lane: loadLane,
    days: retention.runsDays,
  });
