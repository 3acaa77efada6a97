import { createActionRouter } from '@slipway/plugin-actions-node';
import {
  FAULT_PATH,
  faultPathSchema,
  HALT_PATH,
  LAUNCH_PATH,
} from '@slipway/plugin-chaos-common';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod/v3';
import {
  createReadRouter,
  launchRefSchema,
  ReadRouterOptions,
} from './createReadRouter';

/** Everything under `/api/chaos`. */
export function createRouter(options: ReadRouterOptions): express.Router {
  const { faultRunner, haltRunner, launchRunner } = options;
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));
  v1.use(createReadRouter(options));
  v1.use(
    createActionRouter({
      ...options,
      runner: faultRunner,
      path: FAULT_PATH,
      ref: faultPathSchema,
    }),
  );
  v1.use(
    createActionRouter({
      ...options,
      runner: launchRunner,
      path: LAUNCH_PATH,
      ref: launchRefSchema,
    }),
  );
  v1.use(
    createActionRouter({
      ...options,
      runner: haltRunner,
      path: HALT_PATH,
      ref: z.object({}).transform((): Record<string, never> => ({})),
    }),
  );
  const router = Router();
  router.use('/v1', v1);
  return router;
}
