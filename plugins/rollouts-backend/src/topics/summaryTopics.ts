import {
  clusterFreshness,
  followingSource,
  provideTopic,
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { requireEntityRef } from '@slipway/plugin-owners-node';
import {
  entitiesRolloutsTopic,
  entityRolloutsTopic,
  rolloutsListTopic,
  rolloutsReadPermission,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { RolloutsService } from '../services/RolloutsService';

export interface SummaryTopicOptions {
  rollouts: RolloutsService;
}

interface Selection {
  entries(): Array<{ key: string; summary: RolloutSummary }>;
  includes(key: string): boolean;
}

/**
 * Follows the summaries of a selection. The first picture goes out as soon as
 * one cluster has answered: a dead one never delays the others.
 */
function followSummaries(
  rollouts: RolloutsService,
  selection: Selection,
  sink: TopicSink<RolloutSummary>,
): TopicSource {
  return followingSource({
    sink,
    subscribe: changed =>
      rollouts.subscribe(change => {
        if (change.type === 'freshness') changed(change);
        else if (change.type === 'owners') changed({ type: 'all' });
        else if (change.type === 'changed' && selection.includes(change.key)) {
          changed({ type: 'upsert', key: change.key, value: change.summary });
        } else {
          changed({ type: 'remove', key: change.key });
        }
      }),
    snapshot: () =>
      selection.entries().map(({ key, summary }) => [key, summary] as const),
    freshness: () => clusterFreshness(rollouts.freshness()),
    answered: () =>
      rollouts.freshness().some(({ state }) => state !== 'connecting'),
    ready: async () => {
      await rollouts.ready();
      await rollouts.requireClusters();
    },
  });
}

/** `rollouts:list`: every rollout of every cluster. */
export function createListTopic({
  rollouts,
}: SummaryTopicOptions): TopicProvider {
  const selection = {
    entries: () => rollouts.entries(),
    includes: () => true,
  };
  return provideTopic(rolloutsListTopic, {
    authorize: () => ({ permission: rolloutsReadPermission }),
    open: (_, sink) => followSummaries(rollouts, selection, sink),
  });
}

/** `rollouts:entity`: those that the page of an entity shows, bound to it or only pointed at by it. */
export function createEntityTopic({
  rollouts,
}: SummaryTopicOptions): TopicProvider {
  return provideTopic(entityRolloutsTopic, {
    authorize(params) {
      requireEntityRef(params.entityRef);
      return { permission: rolloutsReadPermission };
    },
    open(params, sink) {
      const entityRef = requireEntityRef(params.entityRef);
      const selection = {
        entries: () => rollouts.entriesOf(entityRef),
        includes: (key: string) => rollouts.joins(entityRef, key),
      };
      return followSummaries(rollouts, selection, sink);
    },
  });
}

/** `rollouts:entities`: those that are bound to any of several entities, as the services of a system are. */
export function createEntitiesTopic({
  rollouts,
}: SummaryTopicOptions): TopicProvider {
  return provideTopic(entitiesRolloutsTopic, {
    authorize({ entityRefs }) {
      entityRefs.split(',').forEach(requireEntityRef);
      return { permission: rolloutsReadPermission };
    },
    open({ entityRefs }, sink) {
      const refs = new Set(entityRefs.split(',').map(requireEntityRef));
      const isBound = (summary: RolloutSummary | undefined) =>
        summary?.entity.state === 'bound' && refs.has(summary.entity.entityRef);
      const selection = {
        entries: () =>
          rollouts.entries().filter(({ summary }) => isBound(summary)),
        includes: (key: string) => isBound(rollouts.summary(key)),
      };
      return followSummaries(rollouts, selection, sink);
    },
  });
}
