import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  logsQuerySchema,
  WORKLOAD_PATH,
  workloadPathSchema,
} from '@slipway/plugin-observability-common';
import express from 'express';
import Router from 'express-promise-router';
import { Places } from '../services/Places';
import { LogReads } from './LogReads';
import { LogsService } from './LogsService';

/** `GET …/logs`: a page of lines of a workload, for who may read those of the entity. */
export function createLogsRouter(options: {
  httpAuth: HttpAuthService;
  logs: Pick<LogsService, 'read'>;
  places: Pick<Places, 'one'>;
  reads: LogReads;
}): express.Router {
  const { httpAuth, logs, places, reads } = options;
  const router = Router();

  router.get(`${WORKLOAD_PATH}/logs`, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { kind, namespace, name, cluster, targetNamespace, workload } =
      parseInput(workloadPathSchema, req.params);
    const entityRef = stringifyEntityRef({
      kind,
      namespace,
      name,
    }).toLocaleLowerCase('en-US');
    await reads.require(entityRef, credentials);
    const query = parseInput(logsQuerySchema, req.query);
    const ref = { cluster, namespace: targetNamespace, workload };
    const { place } = places.one(entityRef, ref);
    const { from, to, size, after, side, level, text } = query;
    const event = await reads.record({ entityRef, ...ref }, credentials, {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      side,
    });
    try {
      const answer = await logs.read(
        place,
        { side, level, text },
        { range: { from, to }, size, after },
      );
      await event.success({ meta: { lines: answer.lines.length } });
      res.json(answer);
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
  });

  return router;
}
