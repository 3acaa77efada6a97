import { parseInput } from '@slipway/plugin-actions-common';
import { runPathSchema } from '@slipway/plugin-loadtest-common';
import express from 'express';
import Router from 'express-promise-router';
import { endpointsCsv, pointsCsv } from '../services/csv';
import { RUN } from './paths';
import { readerOf, RouterOptions } from './types';

/** What of a run can be saved. Each asks for `loadtest.read`. */
export function createExportRouter(options: RouterOptions): express.Router {
  const { runs } = options;
  const router = Router();
  const reader = readerOf(options);

  /** The id of a run that the caller may read. */
  const readable = async (req: express.Request) => {
    await reader(req);
    return parseInput(runPathSchema, req.params).id;
  };

  router.get(`${RUN}/samples.csv`, async (req, res) => {
    const id = await readable(req);
    const points = await runs.points(id);
    res.attachment(`load-${id}.csv`).type('text/csv').send(pointsCsv(points));
  });

  router.get(`${RUN}/endpoints.csv`, async (req, res) => {
    const id = await readable(req);
    const { endpoints } = await runs.series(id);
    res
      .attachment(`load-${id}-endpoints.csv`)
      .type('text/csv')
      .send(endpointsCsv(endpoints));
  });

  // A page of another system, with scripts and with names from the target: it
  // is saved, and where a browser shows it all the same, it has no scripts and
  // an origin of its own.
  router.get(`${RUN}/report`, async (req, res) => {
    const id = await readable(req);
    const report = await runs.report(id);
    res
      .attachment(`load-${id}.html`)
      .type('application/octet-stream')
      .set('x-content-type-options', 'nosniff')
      .set('content-security-policy', "sandbox; default-src 'none'")
      .send(report);
  });

  return router;
}
