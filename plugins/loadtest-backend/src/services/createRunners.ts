import { parseEntityRef, RELATION_OWNED_BY } from '@backstage/catalog-model';
import {
  ActionRunner,
  ActionRunnerOptions,
  EntityPlaceRef,
  entitySubject,
} from '@slipway/plugin-actions-node';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { nothingSeen } from '@slipway/plugin-actions-common';
import { KubeObject } from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  launch,
  launchSeenSchema,
  LaunchTypes,
  stop,
  StopTypes,
} from '@slipway/plugin-loadtest-common';
import { LoadTestService } from './LoadTestService';

const SERVICES = {
  group: '',
  version: 'v1',
  plural: 'services',
  kind: 'Service',
};

/** A run. */
export interface RunRef {
  id: string;
}

/** Executes launches. */
export type LaunchRunner = ActionRunner<
  LaunchTypes,
  EntityPlaceRef,
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
  loadTests: LoadTestService;
  appBaseUrl: string;
};

/** The service that an address of a suite names: `http://<service>.<namespace>…`. */
function serviceNameOf(url: string): string {
  return new URL(url).hostname.split('.')[0];
}

/**
 * The runner that launches. A suite names an address: the service behind it is
 * touched, so that its owner's permission is needed too.
 */
export function createLaunchRunner(options: Shared): LaunchRunner {
  const { catalog, clusters, loadTests, appBaseUrl } = options;
  return new ActionRunner<LaunchTypes, EntityPlaceRef, { runId: string }>({
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
        const fresh = await loadTests.launchSubject(ref, credentials);
        const { cluster, namespace } = ref;
        const name = serviceNameOf(fresh.offer.target.url);
        const service = await clusters.get<KubeObject>(SERVICES, {
          cluster,
          namespace,
          name,
        });
        return {
          fresh,
          touched: [{ kind: 'Service', metadata: service.metadata }],
        };
      },
    }),
    writer: {
      apply: (_ref, [write], actor) => loadTests.launch(write, actor),
    },
  });
}

/** The runner that stops. The permission is asked on the entity of the run. */
export function createStopRunner(options: Shared): StopRunner {
  const { catalog, loadTests, appBaseUrl } = options;
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
      placeOf: () => undefined,
      async ownerOf({ id }, credentials) {
        const { entityRef } = await loadTests.run(id);
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
      load: async ({ ref }) => ({ fresh: await loadTests.run(ref.id) }),
      linkOf: ({ id }) => `${appBaseUrl}/resilience/load/${id}`,
    },
    writer: {
      async apply(_ref, [write]) {
        await loadTests.stop(write);
        return {};
      },
    },
  });
}
