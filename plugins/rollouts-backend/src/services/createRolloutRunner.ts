import {
  ActionRunner,
  ActionRunnerOptions,
  ClusterResult,
  clusterWriter,
  objectSubject,
  RawObject,
} from '@slipway/plugin-actions-node';
import {
  RolloutAction,
  rolloutActions,
  ROLLOUTS,
  RolloutTypes,
  seenStateSchema,
} from '@slipway/plugin-rollouts-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { detailPath } from './links';
import { maskValuesOf } from './maskValuesOf';
import { planObjects } from './planObjects';
import { RolloutsService } from './RolloutsService';
import { stateInWords } from './stateInWords';

/** Executes the actions of rollouts. */
export type RolloutRunner = ActionRunner<
  RolloutTypes,
  ObjectRef,
  ClusterResult,
  RolloutAction
>;

/** What names a rollout, for agents. */
export const ROLLOUT_FIELDS = {
  cluster: 'name of the cluster',
  namespace: 'namespace of the rollout',
  name: 'name of the rollout',
};

/** The runner for all actions of rollouts: what it knows of a rollout beside the definitions. */
export function createRolloutRunner({
  rollouts,
  appBaseUrl,
  ...options
}: Omit<
  ActionRunnerOptions<RolloutTypes, ObjectRef, ClusterResult, RolloutAction>,
  'plugin' | 'actions' | 'subject' | 'writer' | 'clusters' | 'owners'
> & {
  clusters: Clusters;
  owners: Owners;
  rollouts: RolloutsService;
  appBaseUrl: string;
}): RolloutRunner {
  const { clusters, owners } = options;
  return new ActionRunner({
    ...options,
    plugin: 'rollouts',
    actions: Object.values(rolloutActions),
    writer: clusterWriter(clusters),
    subject: objectSubject<RolloutTypes, RolloutAction>(owners, {
      kind: ROLLOUTS.kind,
      seen: seenStateSchema,
      boundOf(ref) {
        const key = rollouts.keyOf(ref);
        return key === undefined ? undefined : rollouts.boundOf(key);
      },
      read: ref => clusters.get<RawObject>(ROLLOUTS, ref),
      complete: async (ref, raw, action, args) => ({
        raw,
        digest: maskValuesOf(ref),
        ...(await planObjects(clusters, ref, action.reads, raw, args)),
      }),
      stateInWords(ref) {
        const now = rollouts.findDetail(ref);
        return now && stateInWords(now.core);
      },
      linkOf: ref => `${appBaseUrl}${detailPath(ref)}`,
    }),
  });
}
