import {
  ActionRunner,
  ActionRunnerOptions,
  ClusterResult,
  clusterWriter,
  objectSubject,
  RawObject,
} from '@slipway/plugin-actions-node';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  FREEZES,
  FreezeTypes,
  lift,
  projectFreeze,
  seenFreezeSchema,
} from '@slipway/plugin-freezes-common';
import { Owners } from '@slipway/plugin-owners-node';
import { FreezesService } from './FreezesService';

/** Executes the actions of freezes. */
export type FreezeRunner = ActionRunner<FreezeTypes, ObjectRef, ClusterResult>;

/** The runner for all actions of freezes: what it knows of a freeze beside the definitions. */
export function createFreezeRunner({
  freezes,
  portalUrl,
  ...options
}: Omit<
  ActionRunnerOptions<FreezeTypes, ObjectRef, ClusterResult>,
  'plugin' | 'actions' | 'subject' | 'writer' | 'clusters' | 'owners'
> & {
  clusters: Clusters;
  owners: Owners;
  freezes: FreezesService;
  portalUrl: string;
}): FreezeRunner {
  const { clusters, owners } = options;
  return new ActionRunner({
    ...options,
    plugin: 'freezes',
    actions: [lift],
    writer: clusterWriter(clusters),
    subject: objectSubject<FreezeTypes>(owners, {
      kind: FREEZES.kind,
      seen: seenFreezeSchema,
      boundOf: ref => freezes.boundOf(ref),
      read: ref => clusters.get<RawObject>(FREEZES, ref),
      complete: async (_, raw) => projectFreeze(raw),
      stateInWords: ref => freezes.find(ref)?.state,
      linkOf: () => `${portalUrl}/freezes`,
    }),
  });
}
