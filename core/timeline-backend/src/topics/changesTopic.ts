import {
  followingSource,
  provideTopic,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  timelineChangesTopic,
  timelineReadPermission,
} from '@slipway/plugin-timeline-common';
import { Timeline } from '@slipway/plugin-timeline-node';

/** Changes that come closer together than this, ms, are one. */
const REST_MS = 5_000;

/** `timeline:changes`: that something changed, for pages whose range ends now. */
export function createChangesTopic(options: {
  timeline: Pick<Timeline, 'onChange'>;
  now: () => number;
}): TopicProvider {
  const { timeline, now } = options;
  const since = new Date(now()).toISOString();
  return provideTopic(timelineChangesTopic, {
    authorize: () => ({ permission: timelineReadPermission }),
    open(_, sink) {
      let at = now();
      return followingSource({
        sink,
        restMs: REST_MS,
        subscribe: changed =>
          timeline.onChange(() => {
            at = Math.max(at + 1, now());
            changed({ type: 'all' });
          }),
        snapshot: () => [['now', { at }] as const],
        ready: async () => {},
        freshness: () => [{ source: 'timeline', state: 'live', since }],
      });
    },
  });
}
