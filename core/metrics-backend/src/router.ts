import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseInput } from '@slipway/plugin-actions-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  GOLDEN_METRICS,
  goldenQuerySchema,
  GoldenSeries,
  metricsReadPermission,
} from '@slipway/plugin-metrics-common';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import express from 'express';
import Router from 'express-promise-router';

/** `GET /v1/golden`: the golden metrics of a workload or a revision over a range. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  metrics: Pick<GoldenMetricsService, 'range'>;
  permissions: Pick<PermissionsService, 'authorize'>;
}): express.Router {
  const { httpAuth, metrics, permissions } = options;
  const access = new ReadAccess({
    permissions,
    permission: metricsReadPermission,
    what: 'metrics',
  });
  const router = Router();

  router.get('/v1/golden', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    const { start, end, step, window, ...target } = parseInput(
      goldenQuerySchema,
      req.query,
    );
    const answer: GoldenSeries = {
      series: await metrics.range(target, [...GOLDEN_METRICS], {
        start: new Date(start * 1000),
        end: new Date(end * 1000),
        stepSeconds: step,
        ...(window ? { window } : {}),
      }),
    };
    res.json(answer);
  });

  return router;
}
