import {
  activityReadPermission,
  activityTargetTopic,
} from '@slipway/plugin-activity-common';
import { provideTopic, TopicProvider } from '@slipway/plugin-live-node';
import { ActivityFeed } from './ActivityFeed';

/** The live topic of one target's newest entries. */
export function createTargetTopic({
  feed,
}: {
  feed: ActivityFeed;
}): TopicProvider {
  return provideTopic(activityTargetTopic, {
    authorize: () => ({ permission: activityReadPermission }),
    open: (params, sink) => feed.open(params, sink),
  });
}
