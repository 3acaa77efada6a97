import { PermissionsService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
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
  permissions: PermissionsService;
}): TopicProvider {
  const { feed, permissions } = options;
  return {
    topic: ACTIVITY_TARGET_TOPIC,
    async authorize(params, { credentials }) {
      validate(activityTargetParamsSchema, params);
      const [decision] = await permissions.authorize(
        [{ permission: activityReadPermission }],
        { credentials },
      );
      if (decision.result !== AuthorizeResult.ALLOW) {
        throw new NotAllowedError(
          `Reading activity takes the permission ${activityReadPermission.name}`,
        );
      }
    },
    open: (params, sink) =>
      feed.open(validate(activityTargetParamsSchema, params), sink),
  };
}
