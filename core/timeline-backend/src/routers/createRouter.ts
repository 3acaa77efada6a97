import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  TIMELINE_PATH,
  timelinePathSchema,
  timelineQuerySchema,
  timelineReadPermission,
} from '@slipway/plugin-timeline-common';
import express from 'express';
import Router from 'express-promise-router';
import { TimelineReader } from '../services/TimelineReader';

/** `/v1/entities/…/timeline`: the lanes of a service or a system over a range. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  permissions: Pick<PermissionsService, 'authorize'>;
  reader: TimelineReader;
}): express.Router {
  const { httpAuth, permissions, reader } = options;
  const v1 = Router();

  v1.get(TIMELINE_PATH, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const [{ result }] = await permissions.authorize(
      [{ permission: timelineReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading the timeline needs the permission ${timelineReadPermission.name}.`,
      );
    }
    const entityRef = stringifyEntityRef(
      parseInput(timelinePathSchema, req.params),
    ).toLocaleLowerCase('en-US');
    const range = parseInput(timelineQuerySchema, req.query);
    res.json(await reader.read(entityRef, range, credentials));
  });

  const router = Router();
  router.use('/v1', v1);
  return router;
}
