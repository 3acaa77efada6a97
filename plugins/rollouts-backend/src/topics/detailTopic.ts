import { NotFoundError, toError } from '@backstage/errors';
import {
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  parseInput,
  RolloutDetail,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { RolloutsService } from '../services/RolloutsService';
import { detailFreshness } from './freshness';
import { rolloutParamsSchema } from './params';

export interface DetailTopicOptions {
  rollouts: RolloutsService;
}

/** The keyed values of a detail page: `core`, `revision/<uid>`, `pod/<uid>`, `analysis/<uid>`, `experiment/<uid>`, `event/<uid>`. */
export function detailItems(detail: RolloutDetail): Map<string, unknown> {
  const items = new Map<string, unknown>([['core', detail.core]]);
  const add = (prefix: string, values: Array<{ uid: string }>) => {
    for (const value of values) items.set(`${prefix}/${value.uid}`, value);
  };
  add('revision', detail.revisions);
  add('pod', detail.pods);
  add('analysis', detail.analysisRuns);
  add('experiment', detail.experiments ?? []);
  add('event', detail.events);
  return items;
}

function followDetail(
  rollouts: RolloutsService,
  ref: ObjectRef,
  sink: TopicSink,
): TopicSource {
  let shown = new Set<string>();
  let begun = false;
  let closed = false;

  const items = () => {
    const detail = rollouts.findDetail(ref);
    return detail ? detailItems(detail) : new Map<string, unknown>();
  };
  const freshness = () =>
    sink.freshness(
      detailFreshness(
        rollouts.freshness({ cluster: ref.cluster, kind: 'all' }),
      ),
    );
  const begin = () => {
    if (begun || closed) return;
    begun = true;
    const first = items();
    shown = new Set(first.keys());
    sink.replace(first);
  };
  const beginIfAnswered = () => {
    const [own] = rollouts.freshness({ cluster: ref.cluster });
    if (own && own.state !== 'connecting') begin();
  };
  const update = () => {
    const next = items();
    for (const key of shown) if (!next.has(key)) sink.remove(key);
    for (const [key, value] of next) sink.upsert(key, value);
    shown = new Set(next.keys());
  };

  const end = rollouts.subscribe(change => {
    if (change.type === 'freshness') {
      if (change.cluster !== ref.cluster) return;
      freshness();
      beginIfAnswered();
      return;
    }
    if (change.type === 'owners') return;
    const of = change.type === 'changed' ? change.summary.ref : change.ref;
    if (
      of.cluster !== ref.cluster ||
      of.namespace !== ref.namespace ||
      of.name !== ref.name
    ) {
      return;
    }
    if (begun) update();
    else beginIfAnswered();
  });
  freshness();
  beginIfAnswered();
  rollouts
    .ready()
    .then(() => rollouts.requireClusters())
    .then(
      () => {
        if (closed) return;
        if (rollouts.freshness({ cluster: ref.cluster }).length > 0) begin();
        else {
          sink.fail(
            new NotFoundError(`No cluster ${ref.cluster} is configured.`),
          );
        }
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

/** `rollouts:detail`: everything about one rollout. Deleting the rollout removes its keys; making it anew brings them back. */
export function createDetailTopic(options: DetailTopicOptions): TopicProvider {
  return {
    topic: 'rollouts:detail',
    requires(params) {
      parseInput(rolloutParamsSchema, params);
      return { permission: rolloutsReadPermission };
    },
    open: (params, sink) =>
      followDetail(
        options.rollouts,
        parseInput(rolloutParamsSchema, params),
        sink,
      ),
  };
}
