import { createActionRouter } from '@slipway/plugin-actions-node';
import { runPathSchema } from '@slipway/plugin-loadtest-common';
import express from 'express';
import Router from 'express-promise-router';
import { createExportRouter } from './createExportRouter';
import { createReadRouter } from './createReadRouter';
import {
  createScheduleRouter,
  ScheduleRouterOptions,
} from './createScheduleRouter';
import { launchRefSchema, RUN, TARGET } from './paths';
import { RouterOptions } from './types';

/** Everything under `/api/loadtest`. */
export function createRouter(
  options: RouterOptions & ScheduleRouterOptions,
): express.Router {
  const { httpAuth, launchRunner, stopRunner } = options;
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));
  v1.use(createReadRouter(options));
  v1.use(createExportRouter(options));
  v1.use(createScheduleRouter(options));
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
