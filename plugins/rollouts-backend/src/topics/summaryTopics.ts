import { toError } from '@backstage/errors';
import {
  parseInput,
  rolloutsReadPermission,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import {
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { RolloutsService } from '../services/RolloutsService';
import { clusterFreshness } from './freshness';
import { entityRefOf, noParamsSchema } from './params';

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
  sink: TopicSink,
): TopicSource {
  const shown = new Set<string>();
  let begun = false;
  let closed = false;

  const freshness = () =>
    sink.freshness(clusterFreshness(rollouts.freshness()));
  const begin = () => {
    if (begun || closed) return;
    begun = true;
    const entries = selection.entries();
    for (const { key } of entries) shown.add(key);
    sink.replace(entries.map(({ key, summary }) => [key, summary] as const));
  };
  const beginIfAnswered = () => {
    if (rollouts.freshness().some(({ state }) => state !== 'connecting')) {
      begin();
    }
  };
  const hide = (key: string) => {
    if (shown.delete(key)) sink.remove(key);
  };
  const selectAgain = () => {
    const entries = selection.entries();
    const selected = new Set(entries.map(({ key }) => key));
    for (const key of [...shown]) if (!selected.has(key)) hide(key);
    for (const { key, summary } of entries) {
      if (shown.has(key)) continue;
      shown.add(key);
      sink.upsert(key, summary);
    }
  };

  const end = rollouts.subscribe(change => {
    if (change.type === 'freshness') {
      freshness();
      beginIfAnswered();
    } else if (!begun) {
      beginIfAnswered();
    } else if (change.type === 'owners') {
      selectAgain();
    } else if (change.type === 'changed' && selection.includes(change.key)) {
      shown.add(change.key);
      sink.upsert(change.key, change.summary);
    } else {
      hide(change.key);
    }
  });
  freshness();
  beginIfAnswered();
  rollouts
    .ready()
    .then(() => rollouts.requireClusters())
    .then(
      () => {
        if (closed) return;
        freshness();
        begin();
      },
      error => {
        if (!closed) sink.fail(toError(error));
      },
    );
  return {
    close() {
      closed = true;
      end();
    },
  };
}

/** `rollouts:list`: every rollout of every cluster. */
export function createListTopic(options: SummaryTopicOptions): TopicProvider {
  const { rollouts } = options;
  return {
    topic: 'rollouts:list',
    requires(params) {
      parseInput(noParamsSchema, params);
      return { permission: rolloutsReadPermission };
    },
    open: (_, sink) =>
      followSummaries(
        rollouts,
        { entries: () => rollouts.entries(), includes: () => true },
        sink,
      ),
  };
}

/** `rollouts:entity`: those that the page of an entity shows, bound to it or only pointed at by it. */
export function createEntityTopic(options: SummaryTopicOptions): TopicProvider {
  const { rollouts } = options;
  return {
    topic: 'rollouts:entity',
    requires(params) {
      entityRefOf(params);
      return { permission: rolloutsReadPermission };
    },
    open(params, sink) {
      const entityRef = entityRefOf(params);
      return followSummaries(
        rollouts,
        {
          entries: () => rollouts.entriesOf(entityRef),
          includes: key => rollouts.joins(entityRef, key),
        },
        sink,
      );
    },
  };
}
