import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { Clusters } from '@slipway/plugin-clusters-node';
import { ReadAccess } from '@slipway/plugin-live-node';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  diffQuerySchema,
  entityPathSchema,
  metricsQuerySchema,
  rolloutListQuerySchema,
  rolloutPathSchema,
} from '@slipway/plugin-rollouts-common';
import express from 'express';
import Router from 'express-promise-router';
import { ListAnswer } from '../services/ListAnswer';
import { metricSeries } from '../services/metricSeries';
import { revisionDiff } from '../services/revisionDiff';
import { RolloutRunner } from '../services/createRolloutRunner';
import { RolloutsService } from '../services/RolloutsService';

/** Path of one rollout. */
export const ROLLOUT_PATH =
  '/clusters/:cluster/namespaces/:namespace/rollouts/:name';

export interface ReadRouterOptions {
  httpAuth: HttpAuthService;
  access: ReadAccess;
  runner: RolloutRunner;
  clusters: Pick<Clusters, 'list'>;
  rollouts: RolloutsService;
  metrics: GoldenMetricsService;
}

/** Routes that only read. Each asks for `rollouts.read`. */
export function createReadRouter(options: ReadRouterOptions): express.Router {
  const { httpAuth, access, clusters, rollouts, runner, metrics } = options;
  const router = Router();
  const listAnswer = new ListAnswer(rollouts);
  const rollout = ROLLOUT_PATH;

  const reader = async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    return credentials;
  };

  router.get('/rollouts', async (req, res) => {
    await reader(req);
    const { json, gzipped } = await listAnswer.body(
      parseInput(rolloutListQuerySchema, req.query),
    );
    const compressed = Boolean(req.acceptsEncodings('gzip'));
    res
      .type('application/json')
      .vary('accept-encoding')
      .set(compressed ? { 'content-encoding': 'gzip' } : {})
      .send(compressed ? await gzipped() : json);
  });

  router.get('/clusters', async (req, res) => {
    await reader(req);
    res.json(await clusters.list());
  });

  router.get('/entities/:kind/:namespace/:name/rollouts', async (req, res) => {
    await reader(req);
    const entity = parseInput(entityPathSchema, req.params);
    res.json(await rollouts.listOf(stringifyEntityRef(entity)));
  });

  router.get(rollout, async (req, res) => {
    await reader(req);
    res.json(await rollouts.detail(parseInput(rolloutPathSchema, req.params)));
  });

  router.get(`${rollout}/access`, async (req, res) => {
    const credentials = await reader(req);
    const ref = parseInput(rolloutPathSchema, req.params);
    const { core } = await rollouts.detail(ref);
    res.json(
      await runner.access(
        { entity: core.entity, ownerRef: core.ownerRef },
        ref.name,
        credentials,
      ),
    );
  });

  router.get(`${rollout}/diff`, async (req, res) => {
    await reader(req);
    const ref = parseInput(rolloutPathSchema, req.params);
    const { from, to } = parseInput(diffQuerySchema, req.query);
    res.json(await revisionDiff(rollouts, ref, from, to));
  });

  router.get(`${rollout}/metrics`, async (req, res) => {
    await reader(req);
    const ref = parseInput(rolloutPathSchema, req.params);
    const range = parseInput(metricsQuerySchema, req.query);
    const { core } = await rollouts.detail(ref);
    res.json(await metricSeries(metrics, core, range));
  });

  return router;
}
