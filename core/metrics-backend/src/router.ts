import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { parseInput } from '@slipway/plugin-actions-common';
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
  const router = Router();

  router.get('/v1/golden', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const [{ result }] = await permissions.authorize(
      [{ permission: metricsReadPermission }],
      { credentials },
    );
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `Reading metrics needs the permission ${metricsReadPermission.name}.`,
      );
    }
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
