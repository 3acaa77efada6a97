import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import { createActionRouter } from '@slipway/plugin-actions-node';
import {
  compareQuerySchema,
  entityPathSchema,
  launchPathSchema,
  runPathSchema,
  runsQuerySchema,
} from '@slipway/plugin-loadtest-common';
import express from 'express';
import Router from 'express-promise-router';
import { AccessService } from '../services/AccessService';
import { LaunchRunner, StopRunner } from '../services/createRunners';
import { pointsCsv } from '../services/csv';
import { RunsService } from '../services/RunsService';
import { SuitesService } from '../services/SuitesService';

const ENTITY = '/entities/:kind/:namespace/:name';
const TARGET = `${ENTITY}/targets/:cluster/:targetNamespace`;
const RUN = '/runs/:id';

/** An entity and the place of a target, of the parameters of the path. */
const launchRefSchema = launchPathSchema.transform(
  ({ cluster, targetNamespace, ...entity }) => ({
    entityRef: stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
    cluster,
    namespace: targetNamespace,
  }),
);

export interface RouterOptions {
  httpAuth: HttpAuthService;
  access: AccessService;
  launchRunner: LaunchRunner;
  stopRunner: StopRunner;
  runs: RunsService;
  suites: SuitesService;
}

/** Everything under `/api/loadtest`. */
export function createRouter(options: RouterOptions): express.Router {
  const { httpAuth, launchRunner, stopRunner } = options;
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));
  v1.use(createReadRouter(options));
  v1.use(
    createActionRouter({
      httpAuth,
      runner: launchRunner,
      path: TARGET,
      ref: launchRefSchema,
    }),
  );
  v1.use(
    createActionRouter({
      httpAuth,
      runner: stopRunner,
      path: RUN,
      ref: runPathSchema,
    }),
  );
  const router = Router();
  router.use('/v1', v1);
  return router;
}

/** Routes that only read. Each asks for `loadtest.read`. */
function createReadRouter(options: RouterOptions): express.Router {
  const { httpAuth, access, launchRunner, runs, stopRunner, suites } = options;
  const router = Router();
  const reader = async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    return credentials;
  };
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

  router.get(`${RUN}/samples.csv`, async (req, res) => {
    await reader(req);
    const id = runId(req);
    const { points } = await runs.series(id);
    res.attachment(`load-${id}.csv`).type('text/csv').send(pointsCsv(points));
  });

  router.get(`${RUN}/report`, async (req, res) => {
    await reader(req);
    const id = runId(req);
    const report = await runs.report(id);
    // A page of another system with names from the target: saved, never shown as a page of the portal.
    res
      .attachment(`load-${id}.html`)
      .type('text/html')
      .set('content-security-policy', 'sandbox allow-scripts')
      .send(report);
  });

  router.get('/compare', async (req, res) => {
    await reader(req);
    const query = parseInput(compareQuerySchema, req.query);
    const { runs: ids, from, seconds } = query;
    if (from && from.length !== ids.length) {
      throw new InputError('from must have one number for each run');
    }
    res.json(await runs.compare(ids, from, seconds));
  });

  return router;
}
