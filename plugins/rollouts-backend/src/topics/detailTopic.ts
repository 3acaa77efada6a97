import { NotFoundError } from '@backstage/errors';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  followingSource,
  provideTopic,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  detailItems,
  rolloutDetailTopic,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { RolloutChange, RolloutsService } from '../services/RolloutsService';
import { detailFreshness } from './freshness';

/** Whether a change speaks of this rollout. */
function isAbout(
  change: Extract<RolloutChange, { type: 'changed' | 'removed' }>,
  ref: ObjectRef,
): boolean {
  const of = change.type === 'changed' ? change.summary.ref : change.ref;
  return (
    of.cluster === ref.cluster &&
    of.namespace === ref.namespace &&
    of.name === ref.name
  );
}

/** `rollouts:detail`: everything about one rollout. Deleting the rollout removes its keys; creating it again brings them back. */
export function createDetailTopic({
  rollouts,
}: {
  rollouts: RolloutsService;
}): TopicProvider {
  return provideTopic(rolloutDetailTopic, {
    authorize: () => ({ permission: rolloutsReadPermission }),
    open: (ref, sink) =>
      followingSource({
        sink,
        subscribe: changed =>
          rollouts.subscribe(change => {
            if (change.type === 'freshness') {
              if (change.cluster === ref.cluster) changed(change);
            } else if (change.type !== 'owners' && isAbout(change, ref)) {
              changed({ type: 'all' });
            }
          }),
        snapshot() {
          const detail = rollouts.findDetail(ref);
          return detail ? detailItems(detail) : [];
        },
        freshness: () =>
          detailFreshness(
            rollouts.freshness({ cluster: ref.cluster, kind: 'all' }),
          ),
        answered() {
          const [own] = rollouts.freshness({ cluster: ref.cluster });
          return own !== undefined && own.state !== 'connecting';
        },
        async ready() {
          await rollouts.ready();
          await rollouts.requireClusters();
          if (rollouts.freshness({ cluster: ref.cluster }).length === 0) {
            throw new NotFoundError(`No cluster ${ref.cluster} is configured.`);
          }
        },
      }),
  });
}
