import {
  clusterFreshness,
  followingSource,
  provideTopic,
  TopicProvider,
} from '@slipway/plugin-live-node';
import { requireEntityRef } from '@slipway/plugin-owners-node';
import {
  entityLookupTopic,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { SummaryTopicOptions } from './summaryTopics';

/** Changes are gathered for this long: nobody waits for the reasons of an empty page. */
const GATHER_MS = 250;

/** `rollouts:lookup`: where rollouts of an entity are looked for, one item `lookup`. For a page that has none to show. */
export function createLookupTopic({
  rollouts,
}: SummaryTopicOptions): TopicProvider {
  return provideTopic(entityLookupTopic, {
    authorize(params) {
      requireEntityRef(params.entityRef);
      return { permission: rolloutsReadPermission };
    },
    open(params, sink) {
      const entityRef = requireEntityRef(params.entityRef);
      return followingSource({
        sink,
        subscribe: changed =>
          rollouts.subscribe(() => changed({ type: 'all' })),
        snapshot: () => [['lookup', rollouts.lookup(entityRef)]],
        freshness: () => clusterFreshness(rollouts.freshness()),
        ready: () => rollouts.requireClusters(),
        gatherMs: GATHER_MS,
      });
    },
  });
}
