import {
  ActionRunner,
  ActionRunnerOptions,
  ActionSubject,
  ClusterResult,
  clusterWriter,
  ownerOfBound,
} from '@slipway/plugin-actions-node';
import { NotFoundError } from '@backstage/errors';
import {
  CHAOS_KINDS,
  ChaosObject,
  faultActions,
  faultPagePath,
  FaultRef,
  FaultTypes,
  projectChaosObject,
  seenFaultSchema,
} from '@slipway/plugin-chaos-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { FaultsService } from '../services/FaultsService';

/** Executes the actions on one fault. */
export type FaultRunner = ActionRunner<FaultTypes, FaultRef, ClusterResult>;

/** The runner of pause, resume, stop and release. */
export function createFaultRunner({
  faults,
  appBaseUrl,
  ...options
}: Omit<
  ActionRunnerOptions<FaultTypes, FaultRef, ClusterResult>,
  'plugin' | 'actions' | 'subject' | 'writer' | 'clusters' | 'owners'
> & {
  clusters: Clusters;
  owners: Owners;
  faults: FaultsService;
  appBaseUrl: string;
}): FaultRunner {
  const { clusters } = options;
  const owner = ({ cluster, kind }: FaultRef, object: ChaosObject) =>
    ownerOfBound(`this ${kind}`, faults.boundOf(cluster, object));
  const read = async (ref: FaultRef) => ({
    ...projectChaosObject(
      await clusters.get<Record<string, unknown>>(
        CHAOS_KINDS[ref.kind].resource,
        ref,
      ),
    ),
    kind: ref.kind,
  });
  const subject: ActionSubject<FaultTypes, FaultRef> = {
    kind: 'Fault',
    seen: seenFaultSchema,
    nameOf: ({ name }) => name,
    targetOf: ({ cluster, namespace, kind, name }) => ({
      kind,
      cluster,
      namespace,
      name,
    }),
    placeOf: ({ cluster, namespace }) => ({ cluster, namespace }),
    ownerOf: async ref => owner(ref, faults.find(ref) ?? (await read(ref))),
    async load({ ref }) {
      const object = await read(ref);
      const row = faults.rowOf(ref.cluster, object);
      if (!row) throw new NotFoundError(`There is no fault ${ref.name}.`);
      return {
        fresh: { object, row },
        uid: object.metadata.uid,
        owner: owner(ref, object),
      };
    },
    stateInWords(ref) {
      const object = faults.find(ref);
      return object && faults.rowOf(ref.cluster, object)?.state;
    },
    linkOf: ref => `${appBaseUrl}${faultPagePath(ref)}`,
  };
  return new ActionRunner({
    ...options,
    plugin: 'chaos',
    actions: Object.values(faultActions),
    writer: clusterWriter(clusters),
    subject,
  });
}
