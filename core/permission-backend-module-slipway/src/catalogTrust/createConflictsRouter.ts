import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { catalogConflictsReadPermission } from '@slipway/plugin-catalog-trust-common';
import express from 'express';
import Router from 'express-promise-router';
import { InstallationPaths } from '../catalogPaths/InstallationPaths';
import { conflictView } from './conflictView';
import { Definitions } from './Definitions';

/** `GET /conflicts/v1`: for the platform group, below the catalog's own path. */
export function createConflictsRouter(options: {
  auditor: AuditorService;
  definitions: Definitions;
  httpAuth: HttpAuthService;
  paths: InstallationPaths;
  permissions: PermissionsService;
}): express.Router {
  const { auditor, definitions, httpAuth, paths, permissions } = options;
  const router = Router();

  router.get('/conflicts/v1', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const event = await auditor.createEvent({
      eventId: 'catalog-conflicts-read',
      severityLevel: 'low',
      request: req,
      meta: { actor: credentials.principal.userEntityRef },
    });
    const [{ result }] = await permissions.authorize(
      [{ permission: catalogConflictsReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      const error = new NotAllowedError(
        'Only the platform group may see conflicts in the catalog.',
      );
      await event.fail({ error });
      throw error;
    }
    const items = definitions
      .conflicts()
      .map(conflict => conflictView(conflict, paths));
    await event.success({ meta: { count: items.length } });
    res.json({ items });
  });

  return router;
}
