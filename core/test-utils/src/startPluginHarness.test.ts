import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import Router from 'express-promise-router';
import { component } from './entities';
import { startPluginHarness } from './startPluginHarness';

const act = createPermission({
  name: 'things.act',
  attributes: { action: 'update' },
  resourceType: 'catalog-entity',
});
const read = createPermission({
  name: 'things.read',
  attributes: { action: 'read' },
});
const ORDERS = 'component:default/orders';

/** The smallest plugin that reads, acts and writes an audit event. */
const things = createBackendPlugin({
  pluginId: 'things',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
      },
      async init({ auditor, httpAuth, httpRouter, permissions }) {
        const router = Router();
        const demand = async (
          req: Parameters<typeof httpAuth.credentials>[0],
          request: Parameters<typeof permissions.authorize>[0][0],
        ) => {
          const credentials = await httpAuth.credentials(req);
          const [{ result }] = await permissions.authorize([request], {
            credentials,
          });
          if (result !== AuthorizeResult.ALLOW) throw new NotAllowedError('No');
        };
        router.get('/v1/things', async (req, res) => {
          await demand(req, { permission: read });
          res.json({ items: [] });
        });
        router.post('/v1/things', async (req, res) => {
          const event = await auditor.createEvent({ eventId: 'act' });
          await demand(req, { permission: act, resourceRef: ORDERS });
          await event.success();
          res.status(201).json({});
        });
        httpRouter.use(router);
      },
    });
  },
});

describe('startPluginHarness', () => {
  const start = (holdsGrant?: () => boolean) =>
    startPluginHarness(things, {
      entities: [component('orders', 'team-orders')],
      ...(holdsGrant ? { holdsGrant } : {}),
    });
  const PATH = '/api/things/v1/things';

  it.each([
    ['olga', 200, 201],
    ['carla', 200, 403],
    ['paula', 200, 201],
    ['nora', 200, 403],
    ['vera', 200, 403],
    ['blind', 403, 403],
  ])('%s reads with %i and acts with %i', async (user, reads, acts) => {
    const harness = await start();
    const caller = harness.as(user);
    expect((await caller.get(PATH)).status).toBe(reads);
    expect((await caller.post(PATH)).status).toBe(acts);
    expect(harness.asked).toEqual([
      { permission: 'things.read' },
      { permission: 'things.act', resourceRef: ORDERS },
    ]);
  });

  it('lets act who holds a grant', async () => {
    const harness = await start(() => true);
    expect((await harness.as('nora').post(PATH)).status).toBe(201);
  });

  it('refuses nobody, and keeps what is audited', async () => {
    const harness = await start();
    expect((await harness.asNobody().get(PATH)).status).toBe(401);
    await harness.as('olga').post(PATH);
    expect(harness.audited).toEqual([
      expect.objectContaining({ eventId: 'act', outcome: 'succeeded' }),
    ]);
    harness.failAuditLog();
    expect((await harness.as('olga').post(PATH)).status).toBe(503);
  });
});
