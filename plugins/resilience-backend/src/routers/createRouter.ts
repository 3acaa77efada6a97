import { HttpAuthService } from '@backstage/backend-plugin-api';
import { createActionRouter } from '@slipway/plugin-actions-node';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  PLACE_PATH,
  RUN_PATH,
  runPathSchema,
} from '@slipway/plugin-resilience-common';
import express from 'express';
import Router from 'express-promise-router';
import { PlaceRunner, StopRunner } from '../acting/createRunners';
import { DesignChecks } from '../services/DesignChecks';
import { ResilienceService } from '../services/ResilienceService';
import { createReadRouter } from './createReadRouter';
import { placeRefSchema } from './placeRef';

export interface RouterOptions {
  access: ReadAccess;
  checks: DesignChecks;
  httpAuth: HttpAuthService;
  placeRunner: PlaceRunner;
  resilience: ResilienceService;
  stopRunner: StopRunner;
}

/** Everything under `/api/resilience`. */
export function createRouter(options: RouterOptions): express.Router {
  const { httpAuth, placeRunner, stopRunner } = options;
  const v1 = Router();
  v1.use(express.json({ limit: '500kb' }));
  v1.use(createReadRouter(options));
  v1.use(
    createActionRouter({
      httpAuth,
      runner: placeRunner,
      path: PLACE_PATH,
      ref: placeRefSchema,
    }),
  );
  v1.use(
    createActionRouter({
      httpAuth,
      runner: stopRunner,
      path: RUN_PATH,
      ref: runPathSchema,
    }),
  );
  const router = Router();
  router.use('/v1', v1);
  return router;
}
