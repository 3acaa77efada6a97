import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import { createActionRouter } from '@slipway/plugin-actions-node';
import {
  freezePathSchema,
  freezesReadPermission,
} from '@slipway/plugin-freezes-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import express from 'express';
import Router from 'express-promise-router';
import { FreezeRunner } from './createFreezeRunner';
import { FreezesService } from './FreezesService';

const FREEZE_PATH = '/clusters/:cluster/namespaces/:namespace/freezes/:name';

/** Everything under `/api/freezes`. The list itself is the topic `freezes:list`. */
export function createRouter(options: {
  freezes: FreezesService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  runner: FreezeRunner;
}): express.Router {
  const { freezes, httpAuth, permissions, runner } = options;
  const access = new ReadAccess({
    permissions,
    permission: freezesReadPermission,
    what: 'freezes',
  });
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));

  v1.get(`${FREEZE_PATH}/access`, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    const ref = parseInput(freezePathSchema, req.params);
    const bound = freezes.boundOf(ref);
    if (!bound) throw new NotFoundError(`There is no freeze ${ref.name}.`);
    res.json(await runner.access(bound, ref.name, credentials));
  });

  v1.use(
    createActionRouter({
      httpAuth,
      runner,
      path: FREEZE_PATH,
      ref: freezePathSchema,
    }),
  );

  const router = Router();
  router.use('/v1', v1);
  return router;
}
