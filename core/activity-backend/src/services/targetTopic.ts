import {
  ACTIVITY_TARGET_TOPIC,
  activityReadPermission,
  activityTargetParamsSchema,
} from '@slipway/plugin-activity-common';
import { TopicProvider } from '@slipway/plugin-live-node';
import { validate } from '../validate';
import { ActivityFeed } from './ActivityFeed';

/** The live topic of one target's newest entries. */
export function createTargetTopic(options: {
  feed: ActivityFeed;
}): TopicProvider {
  const { feed } = options;
  return {
    topic: ACTIVITY_TARGET_TOPIC,
    requires(params) {
      validate(activityTargetParamsSchema, params);
      return { permission: activityReadPermission };
    },
    open: (params, sink) =>
      feed.open(validate(activityTargetParamsSchema, params), sink),
  };
}
