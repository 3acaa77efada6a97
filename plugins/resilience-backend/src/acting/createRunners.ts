import { parseEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen } from '@slipway/plugin-actions-common';
import {
  ActionRunner,
  ActionRunnerOptions,
  EntityPlaceRef,
  entitySubject,
} from '@slipway/plugin-actions-node';
import {
  deleteDesign,
  launch,
  launchArgsSchema,
  ResiliencePlaceTypes,
  runPagePath,
  saveDesign,
  stop,
  StopTypes,
} from '@slipway/plugin-resilience-common';
import { ResilienceService } from '../services/ResilienceService';
import { Workloads } from '../services/Workloads';

/** A run. */
export interface RunRef {
  id: string;
}

/** What a place answers: the id of what was made. */
export interface PlaceResult {
  runId?: string;
  designId?: string;
}

export type PlaceRunner = ActionRunner<
  ResiliencePlaceTypes,
  EntityPlaceRef,
  PlaceResult
>;
export type StopRunner = ActionRunner<StopTypes, RunRef, object>;

type Shared = Omit<
  ActionRunnerOptions<ResiliencePlaceTypes, EntityPlaceRef, object>,
  'plugin' | 'actions' | 'subject' | 'writer'
> & {
  appBaseUrl: string;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  resilience: ResilienceService;
  workloads: Workloads;
};

/** Address of the tab of an entity, below the portal's own. */
export function entityPath(entityRef: string): string {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return `/catalog/${namespace}/${kind}/${name}/resilience`;
}

/** The runner of what is done for an entity in a place: a launch touches its workloads; each part asks for its own permission beside. */
export function createPlaceRunner(options: Shared): PlaceRunner {
  const { appBaseUrl, catalog, resilience, workloads } = options;
  return new ActionRunner<ResiliencePlaceTypes, EntityPlaceRef, PlaceResult>({
    ...options,
    plugin: 'resilience',
    actions: [launch, saveDesign, deleteDesign],
    subject: entitySubject<ResiliencePlaceTypes>(catalog, {
      kind: 'JointRun',
      seen: nothingSeen,
      linkOf: ({ entityRef }) => `${appBaseUrl}${entityPath(entityRef)}`,
      async load({ action, args, ref, credentials }) {
        const facts = {
          ...ref,
          environment: workloads.environmentOf(ref.cluster, ref.namespace),
          designs: await resilience.designs(ref.entityRef),
        };
        if (action.name !== 'launch') return { fresh: facts, touched: [] };
        const { design } = launchArgsSchema.parse(args);
        const touched = workloads
          .of(ref.entityRef)
          .filter(
            ({ cluster, namespace }) =>
              cluster === ref.cluster && namespace === ref.namespace,
          )
          .map(({ workload: { kind, metadata } }) => ({ kind, metadata }));
        const check = await resilience.checkForLaunch(ref, design, credentials);
        return { fresh: { ...facts, check }, touched };
      },
    }),
    writer: {
      async apply(ref, [write]) {
        switch (write.verb) {
          case 'launch':
            return resilience.launch(ref, write);
          case 'save':
            return resilience.saveDesign(write.saved);
          default:
            return resilience.deleteDesign(ref.entityRef, write.id);
        }
      },
    },
  });
}

/** The runner that stops a run, of whoever owns the entity. */
export function createStopRunner(options: Shared): StopRunner {
  const { appBaseUrl, catalog, resilience } = options;
  const entities = entitySubject<StopTypes>(catalog, {
    kind: 'JointRun',
    seen: nothingSeen,
    linkOf: ({ entityRef }) => `${appBaseUrl}${entityPath(entityRef)}`,
    load: () => Promise.reject(new Error('A run is loaded by its id')),
  });
  return new ActionRunner<StopTypes, RunRef, object>({
    ...options,
    plugin: 'resilience',
    actions: [stop],
    subject: {
      kind: 'JointRun',
      seen: nothingSeen,
      nameOf: ({ id }) => id,
      targetOf: ({ id }) => ({
        kind: 'JointRun',
        cluster: 'portal',
        namespace: 'resilience',
        name: id,
      }),
      // Stopping must not depend on the cluster: it is in no place.
      placeOf: () => undefined,
      async concerns({ id }) {
        const { cluster, namespace } = await resilience.run(id);
        return { cluster, namespace };
      },
      ownerOf: async ({ id }, credentials) =>
        entities.ownerOf(await resilience.run(id), credentials),
      load: async ({ ref }) => ({ fresh: await resilience.run(ref.id) }),
      linkOf: ({ id }) => `${appBaseUrl}${runPagePath(id)}`,
    },
    writer: {
      async apply(_, [write]) {
        await resilience.stop(write);
        return {};
      },
    },
  });
}
