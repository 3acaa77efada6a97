import { createActionRouter } from '@slipway/plugin-actions-node';
import { rolloutPathSchema } from '@slipway/plugin-rollouts-common';
import express from 'express';
import Router from 'express-promise-router';
import {
  createReadRouter,
  ReadRouterOptions,
  ROLLOUT_PATH,
} from './createReadRouter';

/** Everything under `/api/rollouts`. */
export function createRouter(options: ReadRouterOptions): express.Router {
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));
  v1.use(createReadRouter(options));
  v1.use(
    createActionRouter({
      ...options,
      path: ROLLOUT_PATH,
      ref: rolloutPathSchema,
    }),
  );

  const router = Router();
  router.use('/v1', v1);
  return router;
}
