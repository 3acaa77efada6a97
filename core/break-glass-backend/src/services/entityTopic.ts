import {
  BREAK_GLASS_ENTITY_TOPIC,
  breakGlassEntityParamsSchema,
  breakGlassReadPermission,
} from '@slipway/plugin-break-glass-common';
import { TopicProvider } from '@slipway/plugin-live-node';
import { validate } from '../validate';
import { GrantFeed } from './GrantFeed';

/** The live topic of one entity's open grants, for everybody who may read them. */
export function createEntityTopic(options: { feed: GrantFeed }): TopicProvider {
  const { feed } = options;
  return {
    topic: BREAK_GLASS_ENTITY_TOPIC,
    requires(params) {
      validate(breakGlassEntityParamsSchema, params);
      return { permission: breakGlassReadPermission };
    },
    open: (params, sink) =>
      feed.open(validate(breakGlassEntityParamsSchema, params).entityRef, sink),
  };
}
