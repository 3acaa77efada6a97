import {
  AuditorService,
  BackstageCredentials,
  BackstageServicePrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { assertError, NotAllowedError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  grantFilterSchema,
  grantQuerySchema,
} from '@slipway/plugin-break-glass-common';
import express from 'express';
import Router from 'express-promise-router';
import { GrantService } from './services/GrantService';

/** `/v1/grants`: users open, see and end; plugins ask. */
export function createRouter(options: {
  auditor: AuditorService;
  grants: GrantService;
  httpAuth: HttpAuthService;
}): express.Router {
  const { auditor, grants, httpAuth } = options;
  const router = Router();
  router.use(express.json({ limit: '20kb' }));

  router.post('/v1/grants', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    res.status(201).json(await grants.open(req.body, credentials, req));
  });

  router.delete('/v1/grants/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    res.json(await grants.end(req.params.id, credentials, req));
  });

  router.get('/v1/grants/of', async (req, res) => {
    assertPlugin(await httpAuth.credentials(req, { allow: ['service'] }));
    const filter = parseInput(grantFilterSchema, req.query);
    res.json({ items: await grants.openGrants(filter) });
  });

  router.get('/v1/grants', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const filter = parseInput(grantQuerySchema, req.query);
    const event = await auditor.createEvent({
      eventId: 'break-glass-read',
      severityLevel: 'low',
      request: req,
    });
    try {
      const items = await grants.list(filter, credentials);
      await event.success({ meta: { count: items.length } });
      res.json({ items });
    } catch (error) {
      assertError(error);
      await event.fail({ error });
      throw error;
    }
  });

  return router;
}

/** @throws NotAllowedError for a service that is no plugin of this portal, as a static token is */
function assertPlugin({
  principal,
}: BackstageCredentials<BackstageServicePrincipal>): void {
  if (!principal.subject.startsWith('plugin:')) {
    throw new NotAllowedError('Only plugins of this portal may ask for grants');
  }
}
