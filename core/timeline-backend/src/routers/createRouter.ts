import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  TIMELINE_PATH,
  timelinePathSchema,
  timelineQuerySchema,
} from '@slipway/plugin-timeline-common';
import express from 'express';
import Router from 'express-promise-router';
import { TimelineReader } from '../services/TimelineReader';

/** `/v1/entities/…/timeline`: the lanes of a service or a system over a range. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  reader: TimelineReader;
}): express.Router {
  const { httpAuth, reader } = options;
  const v1 = Router();

  v1.get(TIMELINE_PATH, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
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
