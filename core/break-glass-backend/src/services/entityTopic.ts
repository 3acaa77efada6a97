import {
  breakGlassEntityTopic,
  breakGlassReadPermission,
} from '@slipway/plugin-break-glass-common';
import { provideTopic, TopicProvider } from '@slipway/plugin-live-node';
import { GrantFeed } from './GrantFeed';

/** The live topic of one entity's open grants, for everybody who may read them. */
export function createEntityTopic({
  feed,
}: {
  feed: GrantFeed;
}): TopicProvider {
  return provideTopic(breakGlassEntityTopic, {
    authorize: () => ({ permission: breakGlassReadPermission }),
    open: ({ entityRef }, sink) => feed.open(entityRef, sink),
  });
}
