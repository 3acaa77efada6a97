import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  compareQuerySchema,
  entityPathSchema,
  runPathSchema,
  runsQuerySchema,
} from '@slipway/plugin-loadtest-common';
import express from 'express';
import Router from 'express-promise-router';
import { runningAt } from '../work/runningAt';
import { ENTITY, launchRefSchema, RUN, TARGET } from './paths';
import { readerOf, RouterOptions } from './types';

/** Routes that only read. Each asks for `loadtest.read`. */
export function createReadRouter(options: RouterOptions): express.Router {
  const { launchRunner, runs, stopRunner, suites, work } = options;
  const router = Router();
  const reader = readerOf(options);
  const runId = (req: express.Request) =>
    parseInput(runPathSchema, req.params).id;

  router.get(`${ENTITY}/suite`, async (req, res) => {
    const credentials = await reader(req);
    const entity = parseInput(entityPathSchema, req.params);
    res.json(await suites.suiteOf(stringifyEntityRef(entity), credentials));
  });

  router.get(`${TARGET}/access`, async (req, res) => {
    const credentials = await reader(req);
    const ref = parseInput(launchRefSchema, req.params);
    res.json(await launchRunner.accessTo(ref, credentials));
  });

  router.get(`${TARGET}/running`, async (req, res) => {
    await reader(req);
    const place = parseInput(launchRefSchema, req.params);
    res.json(runningAt(await work.running(), place));
  });

  router.get('/runs', async (req, res) => {
    await reader(req);
    res.json(await runs.list(parseInput(runsQuerySchema, req.query)));
  });

  router.get(RUN, async (req, res) => {
    await reader(req);
    res.json(await runs.series(runId(req)));
  });

  router.get(`${RUN}/access`, async (req, res) => {
    const credentials = await reader(req);
    res.json(await stopRunner.accessTo({ id: runId(req) }, credentials));
  });

  router.get('/compare', async (req, res) => {
    await reader(req);
    const query = parseInput(compareQuerySchema, req.query);
    const { runs: ids, from } = query;
    if (from && from.length !== ids.length) {
      throw new InputError('from must have one number for each run');
    }
    res.json(await runs.compare(query));
  });

  return router;
}
