import {
  BREAK_GLASS_ENTITY_TOPIC,
  breakGlassEntityParamsSchema,
} from '@slipway/plugin-break-glass-common';
import { TopicProvider } from '@slipway/plugin-live-node';
import { validate } from '../validate';
import { GrantFeed } from './GrantFeed';
import { GrantService } from './GrantService';

/** The live topic of one entity's open grants, for everybody who may read them. */
export function createEntityTopic(options: {
  feed: GrantFeed;
  grants: Pick<GrantService, 'requireRead'>;
}): TopicProvider {
  const { feed, grants } = options;
  return {
    topic: BREAK_GLASS_ENTITY_TOPIC,
    async authorize(params, { credentials }) {
      validate(breakGlassEntityParamsSchema, params);
      await grants.requireRead(credentials);
    },
    open: (params, sink) =>
      feed.open(validate(breakGlassEntityParamsSchema, params).entityRef, sink),
  };
}
