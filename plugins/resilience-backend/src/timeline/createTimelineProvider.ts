import { Retention } from '@slipway/plugin-portal-node/retention';
import {
  jointLane,
  resilienceReadPermission,
} from '@slipway/plugin-resilience-common';
import {
  keptRunsProvider,
  TimelineProvider,
} from '@slipway/plugin-timeline-node';
import { ResilienceStore } from '../database/ResilienceStore';

/** Joint runs on the timeline, from the runs that are kept. */
export const createTimelineProvider = ({
  retention,
  now,
  ...options
}: {
  store: Pick<ResilienceStore, 'between'>;
  retention: Retention;
  onChange: (listener: () => void) => () => void;
  now: () => number;
}): TimelineProvider =>
  keptRunsProvider({
    ...options,
    plugin: 'resilience',
    title: 'Joint runs',
    kind: 'joint-run',
    permission: resilienceReadPermission,
    lane: jointLane,
    days: retention.runsDays,
    now: () => new Date(now()),
  });
