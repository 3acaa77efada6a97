import {
  AuditorService,
  AuditorServiceEvent,
  BackstageCredentials,
  BackstageServicePrincipal,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { isError, NotAllowedError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { createEventAnyway } from '@slipway/plugin-activity-node';
import {
  grantFilterSchema,
  grantQuerySchema,
  openGrantSchema,
} from '@slipway/plugin-break-glass-common';
import { BreakGlassConfig } from '@slipway/plugin-break-glass-node';
import express from 'express';
import Router from 'express-promise-router';
import { GrantService } from './services/GrantService';
import { validate } from './validate';

/** `/v1/grants`: people open, see and end; plugins ask. */
export function createRouter(options: {
  auditor: AuditorService;
  config: BreakGlassConfig;
  grants: GrantService;
  httpAuth: HttpAuthService;
}): express.Router {
  const { auditor, config, grants, httpAuth } = options;
  const bodySchema = openGrantSchema(config);
  const router = Router();
  router.use(express.json({ limit: '20kb' }));

  /** Runs a route's work between the two halves of an auditor event; refusals are kept too. */
  async function audited<T>(
    event: Parameters<AuditorService['createEvent']>[0],
    work: () => Promise<T>,
    metaOf: (result: T) => JsonObject,
    start = (asked: typeof event): Promise<AuditorServiceEvent> =>
      auditor.createEvent(asked),
  ): Promise<T> {
    const started = await start(event);
    try {
      const result = await work();
      await started.success({ meta: metaOf(result) });
      return result;
    } catch (error) {
      await started.fail({
        error: isError(error) ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  router.post('/v1/grants', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const grant = await audited(
      {
        eventId: 'break-glass-open',
        severityLevel: 'critical',
        request: req,
        meta: { actor: credentials.principal.userEntityRef },
      },
      async () => grants.open(validate(bodySchema, req.body), credentials),
      result => ({ grant: { ...result } }),
    );
    res.status(201).json(grant);
  });

  router.delete('/v1/grants/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { id } = req.params;
    const grant = await audited(
      {
        eventId: 'break-glass-end',
        severityLevel: 'high',
        request: req,
        meta: { actor: credentials.principal.userEntityRef, id },
      },
      () => grants.end(id, credentials),
      result => ({ grant: { ...result } }),
      // Taking leave away is the safe direction: a full disk does not keep it.
      async asked => (await createEventAnyway(auditor, asked)).event,
    );
    res.json(grant);
  });

  router.get('/v1/grants/of', async (req, res) => {
    assertPlugin(await httpAuth.credentials(req, { allow: ['service'] }));
    const filter = validate(grantFilterSchema, req.query);
    res.json({ items: await grants.openGrants(filter) });
  });

  router.get('/v1/grants', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const filter = validate(grantQuerySchema, req.query);
    const items = await audited(
      { eventId: 'break-glass-read', severityLevel: 'low', request: req },
      () => grants.list(filter, credentials),
      result => ({ count: result.length }),
    );
    res.json({ items });
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
