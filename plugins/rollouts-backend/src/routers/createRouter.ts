import express from 'express';
import Router from 'express-promise-router';
import { createActionRouter, ActionRouterOptions } from './createActionRouter';
import { createReadRouter, ReadRouterOptions } from './createReadRouter';

export interface RouterOptions extends ReadRouterOptions, ActionRouterOptions {}

/** Everything under `/api/rollouts`. */
export function createRouter(options: RouterOptions): express.Router {
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));
  v1.use(createReadRouter(options));
  v1.use(createActionRouter(options));

  const router = Router();
  router.use('/v1', v1);
  return router;
}
