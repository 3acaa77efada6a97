import { parseEntityRef, RELATION_OWNED_BY } from '@backstage/catalog-model';
import {
  ActionRunner,
  ActionRunnerOptions,
  EntityPlaceRef,
  entitySubject,
  PartPlaceRef,
} from '@slipway/plugin-actions-node';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen } from '@slipway/plugin-actions-common';
import { KubeObject } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  launch,
  launchSeenSchema,
  LaunchTypes,
  runPagePath,
  stop,
  StopTypes,
  SuiteTarget,
} from '@slipway/plugin-loadtest-common';
import { LaunchService, RunOrder } from './LaunchService';
import { RunsService } from './RunsService';
import { SuitesService } from './SuitesService';

const SERVICES = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
};

/** Where a run is launched. */
export interface LaunchRef extends PartPlaceRef {
  /** What ordered it, where that was not a user at the launch page. Never taken from a request. */
  order?: RunOrder;
}

/** A run. */
export interface RunRef {
  id: string;
}

/** Executes launches. */
export type LaunchRunner = ActionRunner<
  LaunchTypes,
  LaunchRef,
  { runId: string }
>;

/** Executes stops. */
export type StopRunner = ActionRunner<StopTypes, RunRef, object>;

type Shared = Omit<
  ActionRunnerOptions<LaunchTypes, EntityPlaceRef, object>,
  'plugin' | 'actions' | 'subject' | 'writer'
> & {
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  clusters: Pick<Clusters, 'list' | 'environmentOf' | 'get'>;
  launches: LaunchService;
  runs: RunsService;
  suites: SuitesService;
  appBaseUrl: string;
};

/**
 * The service that the address of a target names: `http://<service>.<namespace>…`.
 *
 * @throws NotFoundError, ServiceUnavailableError
 */
export function serviceOf(
  clusters: Pick<Clusters, 'get'>,
  { cluster, namespace, url }: SuiteTarget,
): Promise<KubeObject> {
  const name = new URL(url).hostname.split('.')[0];
  return clusters.get<KubeObject>(SERVICES, { cluster, namespace, name });
}

/**
 * The runner that launches. A suite names an address: the service behind it is
 * touched, so that its owner's permission is needed too.
 */
export function createLaunchRunner(options: Shared): LaunchRunner {
  const { catalog, clusters, launches, suites, appBaseUrl } = options;
  return new ActionRunner<LaunchTypes, LaunchRef, { runId: string }>({
    ...options,
    plugin: 'loadtest',
    actions: [launch],
    subject: entitySubject<LaunchTypes>(catalog, {
      kind: 'LoadTest',
      seen: launchSeenSchema,
      linkOf: ({ entityRef }) => {
        const { kind, namespace, name } = parseEntityRef(entityRef);
        return `${appBaseUrl}/catalog/${namespace}/${kind}/${name}/resilience`;
      },
      async load({ ref, credentials }) {
        const fresh = await suites.launchSubject(ref, credentials);
        const service = await serviceOf(clusters, fresh.offer.target);
        return {
          fresh,
          touched: [{ kind: 'Service', metadata: service.metadata }],
        };
      },
    }),
    writer: {
      apply: ({ order }, [write], actor) =>
        launches.launch(write, actor, order),
      afterOf: ({ runId }) => ({ runId }),
    },
  });
}

/** The runner that stops. The permission is asked on the entity of the run. */
export function createStopRunner(options: Shared): StopRunner {
  const { catalog, runs, appBaseUrl } = options;
  return new ActionRunner<StopTypes, RunRef, object>({
    ...options,
    plugin: 'loadtest',
    actions: [stop],
    subject: {
      kind: 'LoadRun',
      seen: nothingSeen,
      nameOf: ({ id }) => id,
      targetOf: ({ id }) => ({
        kind: 'LoadRun',
        cluster: 'portal',
        namespace: 'loadtest',
        name: id,
      }),
      // Stopping must not depend on the cluster: it is in no place.
      placeOf: () => undefined,
      async concerns({ id }) {
        const { cluster, namespace } = await runs.run(id);
        return { cluster, namespace };
      },
      async ownerOf({ id }, credentials) {
        const { entityRef } = await runs.run(id);
        const entity = await catalog.getEntityByRef(entityRef, { credentials });
        const ownerRef = entity?.relations?.find(
          ({ type }) => type === RELATION_OWNED_BY,
        )?.targetRef;
        return {
          by: 'entity',
          entityRef,
          ...(ownerRef ? { ownerRef } : {}),
        };
      },
      load: async ({ ref }) => ({ fresh: await runs.run(ref.id) }),
      linkOf: ({ id }) => `${appBaseUrl}${runPagePath(id)}`,
    },
    writer: {
      async apply(_ref, [write]) {
        await runs.stop(write);
        return {};
      },
    },
  });
}
