import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { RESOURCE_TYPE_CATALOG_ENTITY } from '@backstage/plugin-catalog-common/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { createPermission } from '@backstage/plugin-permission-common';
import {
  ActionTypes,
  defineAction,
  nothingSeen,
  NothingSeen,
} from '@slipway/plugin-actions-common';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import { approvalsServiceRef } from '@slipway/plugin-approvals-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { KubeObject, Write } from '@slipway/plugin-clusters-common';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod/v3';
import {
  actionChecksServiceRef,
  ActionRunner,
  clusterWriter,
  createActionRouter,
  entitySubject,
  GrantReader,
  portalSubject,
} from '..';

export const PODS = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };
export const LAMPS = {
  group: 'example.org',
  version: 'v1',
  plural: 'lamps',
  kind: 'Lamp',
};

interface HangTypes extends ActionTypes {
  name: 'hang';
  draft: { colour?: string };
  seen: NothingSeen;
  fresh: { pods: KubeObject[] };
  write: Write;
}

const whyAsk = (colour: string | undefined) =>
  colour === 'black' ? 'Black gives no light.' : undefined;

const hang = defineAction<HangTypes, { colour: string }>({
  name: 'hang',
  words: { label: 'Hang', phrase: 'Hang a lamp on' },
  permission: createPermission({
    name: 'lamp.hang',
    attributes: { action: 'create' },
    resourceType: RESOURCE_TYPE_CATALOG_ENTITY,
  }),
  args: z.object({ colour: z.string({ required_error: 'is required' }) }),
  risk: { severity: 'high', typedIn: ['prod'] },
  guard: [],
  gate: () => undefined,
  approval: {
    shown: (_subject, { colour }) => whyAsk(colour),
    required({ pods }, { colour }) {
      const why = whyAsk(colour);
      return why === undefined
        ? undefined
        : {
            why,
            words: `Hangs a ${colour} lamp.`,
            state: { pods: pods.length },
            path: '/lamps',
          };
    },
  },
  preview: () => ({ effect: 'There is light.', warnings: [] }),
  plan: ({ pods }, { colour }, _seen, { id }) => ({
    writes: [
      {
        verb: 'create',
        resource: LAMPS,
        namespace: 'shop',
        name: `lamp-${id.slice(0, 8)}`,
        object: { spec: { colour } },
      },
    ],
    target: { kind: 'Lamp', name: `lamp-${id.slice(0, 8)}` },
    before: {},
    after: { colour, pods: pods.length },
    severity: 'warning',
  }),
});

interface DarkTypes extends ActionTypes {
  name: 'darken';
  draft: { reason?: string };
  seen: NothingSeen;
  fresh: string[];
  write: { reason: string };
}

const darken = defineAction<DarkTypes, { reason: string }>({
  name: 'darken',
  words: { label: 'Darken', recordedAs: 'darkened' },
  permission: createPermission({
    name: 'lamp.darken',
    attributes: { action: 'update' },
  }),
  args: z.object({ reason: z.string({ required_error: 'is required' }) }),
  risk: { severity: 'critical' },
  guard: [],
  gate: () => undefined,
  preview: () => ({ effect: 'It gets dark.', warnings: [] }),
  plan: (fresh, { reason }) => ({
    writes: [{ reason }],
    before: { reasons: fresh.length },
    after: { reasons: fresh.length + 1 },
  }),
});

/** A plugin with an action for entities in a place, and one on the portal itself. */
export function lampsPlugin(failWith?: Error) {
  const reasons: string[] = [];
  const plugin = createBackendPlugin({
    pluginId: 'lamps',
    register(env) {
      env.registerInit({
        deps: {
          activity: activityServiceRef,
          approvals: approvalsServiceRef,
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          breakGlass: breakGlassServiceRef,
          catalog: catalogServiceRef,
          checks: actionChecksServiceRef,
          clusters: clustersServiceRef,
          config: coreServices.rootConfig,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          logger: coreServices.logger,
          owners: ownersServiceRef,
          permissions: coreServices.permissions,
          userInfo: coreServices.userInfo,
        },
        async init(deps) {
          const { catalog, clusters } = deps;
          const lamps = new ActionRunner({
            ...deps,
            plugin: 'lamps',
            actions: [hang],
            grants: GrantReader.create({
              ...deps,
              breakGlassConfig: readBreakGlassConfig(deps.config),
            }),
            writer: clusterWriter(clusters),
            subject: entitySubject<HangTypes>(catalog, {
              kind: 'Lamp',
              seen: nothingSeen,
              linkOf: () => 'http://portal.test/lamps',
              async load({ ref: { cluster, namespace } }) {
                const pods = await clusters.listFresh<KubeObject>(PODS, {
                  cluster,
                  namespace,
                });
                return {
                  fresh: { pods },
                  touched: pods.map(({ metadata }) => ({
                    kind: 'Pod',
                    metadata,
                  })),
                };
              },
            }),
          });
          const everything = new ActionRunner({
            ...deps,
            plugin: 'lamps',
            actions: [darken],
            grants: undefined,
            owners: undefined,
            writer: {
              async apply(
                _ref: { room: string },
                writes: { reason: string }[],
              ) {
                if (failWith) throw failWith;
                reasons.push(...writes.map(({ reason }) => reason));
                return { reasons };
              },
            },
            subject: portalSubject<DarkTypes, { room: string }>({
              kind: 'Room',
              seen: nothingSeen,
              nameOf: ({ room }) => room,
              targetOf: ({ room }) => ({
                cluster: 'portal',
                namespace: 'lamps',
                kind: 'Room',
                name: room,
              }),
              linkOf: () => 'http://portal.test/lamps',
              isOwn: async (_action, { room }, { userEntityRef }) =>
                userEntityRef.endsWith(room),
              refusalOf: () => 'Only the platform group may make it dark.',
              load: async () => ({ fresh: reasons }),
            }),
          });
          const v1 = Router();
          v1.use(express.json());
          v1.use(
            createActionRouter({
              ...deps,
              runner: lamps,
              path: '/clusters/:cluster/namespaces/:namespace/entities/:entity',
              ref: z
                .object({
                  cluster: z.string(),
                  namespace: z.string(),
                  entity: z.string(),
                })
                .transform(({ entity, ...place }) => ({
                  ...place,
                  entityRef: `component:default/${entity}`,
                })),
            }),
          );
          v1.use(
            createActionRouter({
              ...deps,
              runner: everything,
              path: '/rooms/:room',
              ref: z.object({ room: z.string() }),
            }),
          );
          v1.get('/rooms/:room/access', async (req, res) => {
            const credentials = await deps.httpAuth.credentials(req);
            res.json(await everything.accessTo(req.params, credentials));
          });
          v1.get('/entities/:entity/access', async (req, res) => {
            const credentials = await deps.httpAuth.credentials(req);
            const entityRef = `component:default/${req.params.entity}`;
            res.json(
              await lamps.accessTo(
                { cluster: 'gke', namespace: 'shop', entityRef },
                credentials,
              ),
            );
          });
          deps.httpRouter.use(v1);
        },
      });
    },
  });
  return { plugin, reasons };
}
