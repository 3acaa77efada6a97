import {
  followingSource,
  provideTopic,
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { requireEntityRef } from '@slipway/plugin-owners-node';
import {
  entityWorkTopic,
  RunningWork,
  runningWorkTopic,
  workReadPermission,
} from '@slipway/plugin-work-common';
import { RunningFeed } from '../services/RunningFeed';

function follow(
  feed: RunningFeed,
  includes: (work: RunningWork) => boolean,
  sink: TopicSink<RunningWork>,
): TopicSource {
  return followingSource({
    sink,
    subscribe: changed =>
      feed.subscribe(() => {
        changed({ type: 'freshness' });
        changed({ type: 'all' });
      }),
    snapshot: () =>
      feed
        .latest()
        .work.filter(includes)
        .map(work => [work.id, work] as const),
    freshness: () => feed.freshness(),
    ready: () => feed.ready(),
  });
}

/** `work:running`: what runs on all services. */
export function createRunningTopic(feed: RunningFeed): TopicProvider {
  return provideTopic(runningWorkTopic, {
    authorize: () => ({ permission: workReadPermission }),
    open: (_, sink) => follow(feed, () => true, sink),
  });
}

/** `work:entity`: what touches one entity. */
export function createEntityTopic(feed: RunningFeed): TopicProvider {
  return provideTopic(entityWorkTopic, {
    authorize(params) {
      requireEntityRef(params.entityRef);
      return { permission: workReadPermission };
    },
    open(params, sink) {
      const entityRef = requireEntityRef(params.entityRef);
      return follow(
        feed,
        ({ entityRefs }) => entityRefs.includes(entityRef),
        sink,
      );
    },
  });
}
