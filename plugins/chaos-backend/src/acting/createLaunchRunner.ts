import {
  ActionRunner,
  ActionRunnerOptions,
  ActionWriter,
  ClusterResult,
  clusterWriter,
  EntityPlaceRef,
  entitySubject,
  TouchedObject,
} from '@slipway/plugin-actions-node';
import { ConflictError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  disturbsFarSide,
  FaultDraft,
  embeddedIn,
  jsonObject,
  launch,
  launchArgsSchema,
  LaunchTypes,
  haltedReason,
  seenTargetsSchema,
  Selection,
} from '@slipway/plugin-chaos-common';
import { Write } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import { HaltStore } from '../database/HaltStore';
import { PreviewService } from '../services/PreviewService';

/** Executes launches. */
export type LaunchRunner = ActionRunner<
  LaunchTypes,
  EntityPlaceRef,
  ClusterResult
>;

/**
 * Every pod that may be disturbed: the sources, and the far side of a
 * NetworkChaos where the rules are set there. The permission is asked on the
 * owner of each.
 */
export function touchedBy(
  draft: FaultDraft,
  selections: readonly Selection[],
): TouchedObject[] {
  const farSides = new Set(
    embeddedIn(draft)
      .faults.filter(({ kind, spec }) =>
        disturbsFarSide({ kind, spec: jsonObject(spec) }),
      )
      .map(({ path }) => `${path}.target`),
  );
  const pods = new Map(
    selections
      .filter(
        ({ preview }) =>
          preview.side === 'source' || farSides.has(preview.path),
      )
      .flatMap(({ pods: each }) => each)
      .map(({ metadata }) => [metadata.uid, metadata]),
  );
  return [...pods.values()].map(metadata => ({ kind: 'Pod', metadata }));
}

/**
 * Creates, and takes back what was created while everything was being halted:
 * a halt reads the faults that there are, and this one was not there yet.
 */
function launchWriter(
  clusters: Clusters,
  halts: HaltStore,
): ActionWriter<EntityPlaceRef, Write, ClusterResult> {
  const writer = clusterWriter(clusters);
  return {
    conflictMeansChanged: () => false,
    async apply(ref, writes, actor) {
      const result = await writer.apply(ref, writes, actor);
      const reason = haltedReason(await halts.read());
      if (reason === undefined) return result;
      for (const write of writes) {
        const made = await clusters.get<{ metadata: { uid: string } }>(
          write.resource,
          { ...ref, name: write.name },
        );
        await clusters.write(
          ref.cluster,
          {
            verb: 'delete',
            resource: write.resource,
            namespace: write.namespace,
            name: write.name,
            propagationPolicy: 'Background',
            preconditions: { uid: made.metadata.uid },
          },
          actor,
        );
      }
      throw new ConflictError(`It was taken back at once. ${reason}`);
    },
  };
}

/** The runner of launches: judged on the pods that match when it is sent. */
export function createLaunchRunner({
  appBaseUrl,
  catalog,
  halts,
  previews,
  ...options
}: Omit<
  ActionRunnerOptions<LaunchTypes, EntityPlaceRef, ClusterResult>,
  'plugin' | 'actions' | 'subject' | 'writer' | 'clusters' | 'owners'
> & {
  appBaseUrl: string;
  catalog: CatalogService;
  clusters: Clusters;
  halts: HaltStore;
  owners: Owners;
  previews: PreviewService;
}): LaunchRunner {
  return new ActionRunner({
    ...options,
    plugin: 'chaos',
    actions: [launch],
    writer: launchWriter(options.clusters, halts),
    subject: entitySubject<LaunchTypes>(catalog, {
      kind: 'Fault',
      seen: seenTargetsSchema,
      linkOf: () => `${appBaseUrl}/resilience`,
      async load({ ref, args, credentials }) {
        const { draft } = launchArgsSchema.parse(args);
        const { radius, selections } = await previews.judge(
          draft,
          ref,
          credentials,
        );
        return {
          fresh: {
            namespace: ref.namespace,
            entityRef: ref.entityRef,
            radius,
          },
          touched: touchedBy(draft, selections),
        };
      },
    }),
  });
}
