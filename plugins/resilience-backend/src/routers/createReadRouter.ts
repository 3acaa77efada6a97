import { stringifyEntityRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  checkRequestSchema,
  ENTITY_PATH,
  entityPathSchema,
  PLACE_PATH,
  RUN_PATH,
  runPathSchema,
  runsQuerySchema,
  samplesCsv,
} from '@slipway/plugin-resilience-common';
import express from 'express';
import Router from 'express-promise-router';
import type { RouterOptions } from './createRouter';
import { placeRefSchema } from './placeRef';

const entityRefOf = ({ params }: express.Request) =>
  stringifyEntityRef(parseInput(entityPathSchema, params)).toLocaleLowerCase(
    'en-US',
  );

/** Routes that only read. Each asks for `resilience.read`. */
export function createReadRouter(options: RouterOptions): express.Router {
  const { access, checks, httpAuth, placeRunner, resilience, stopRunner } =
    options;
  const router = Router();
  const reader = async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    return credentials;
  };
  const runId = (req: express.Request) =>
    parseInput(runPathSchema, req.params).id;

  router.get(`${ENTITY_PATH}/options`, async (req, res) => {
    await reader(req);
    res.json(await resilience.optionsOf(entityRefOf(req)));
  });

  router.get(`${ENTITY_PATH}/designs`, async (req, res) => {
    await reader(req);
    res.json(await resilience.designs(entityRefOf(req)));
  });

  router.get(`${ENTITY_PATH}/score`, async (req, res) => {
    await reader(req);
    res.json(await resilience.scoreWithCourse(entityRefOf(req)));
  });

  router.get(`${PLACE_PATH}/offers`, async (req, res) => {
    const credentials = await reader(req);
    const place = parseInput(placeRefSchema, req.params);
    res.json(await checks.offers(place, credentials));
  });

  router.get(`${PLACE_PATH}/access`, async (req, res) => {
    const credentials = await reader(req);
    const place = parseInput(placeRefSchema, req.params);
    res.json(await placeRunner.accessTo(place, credentials));
  });

  // Asks only: what it would do is not done.
  router.post(`${PLACE_PATH}/check`, async (req, res) => {
    const credentials = await reader(req);
    const place = parseInput(placeRefSchema, req.params);
    const { design } = parseInput(checkRequestSchema, req.body);
    const { workload: _, ...answer } = await checks.check(
      place,
      design,
      credentials,
    );
    res.json(answer);
  });

  router.get('/runs', async (req, res) => {
    await reader(req);
    res.json(await resilience.list(parseInput(runsQuerySchema, req.query)));
  });

  router.get(RUN_PATH, async (req, res) => {
    await reader(req);
    res.json(await resilience.series(runId(req)));
  });

  router.get(`${RUN_PATH}/access`, async (req, res) => {
    const credentials = await reader(req);
    res.json(await stopRunner.accessTo({ id: runId(req) }, credentials));
  });

  router.get(`${RUN_PATH}/report`, async (req, res) => {
    await reader(req);
    res.json(await resilience.report(runId(req)));
  });

  router.get(`${RUN_PATH}/samples.csv`, async (req, res) => {
    await reader(req);
    const id = runId(req);
    const samples = await resilience.samples(id);
    res
      .attachment(`joint-run-${id}.csv`)
      .type('text/csv')
      .send(samplesCsv(samples));
  });

  router.get(`${RUN_PATH}/samples.json`, async (req, res) => {
    await reader(req);
    const id = runId(req);
    res.attachment(`joint-run-${id}.json`).json(await resilience.series(id));
  });

  return router;
}
