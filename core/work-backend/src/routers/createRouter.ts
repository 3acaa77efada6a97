import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { ReadAccess } from '@slipway/plugin-live-node';
import { requireEntityRef } from '@slipway/plugin-owners-node';
import { workReadPermission } from '@slipway/plugin-work-common';
import { Work } from '@slipway/plugin-work-node';
import express from 'express';
import Router from 'express-promise-router';

/** `/v1/running`: the list as it is now, for scripts; pages use the live topics. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  work: Pick<Work, 'running'>;
}): express.Router {
  const { httpAuth, permissions, work } = options;
  const access = new ReadAccess({
    permissions,
    permission: workReadPermission,
    what: 'what runs',
  });
  const router = Router();

  router.get('/v1/running', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    const { entityRef } = req.query;
    const wanted =
      entityRef === undefined ? undefined : requireEntityRef(String(entityRef));
    const answer = await work.running();
    res.json({
      ...answer,
      work: answer.work.filter(
        ({ entityRefs }) => wanted === undefined || entityRefs.includes(wanted),
      ),
    });
  });

  return router;
}
