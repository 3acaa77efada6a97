import { HttpAuthService } from '@backstage/backend-plugin-api';
import { parseInput } from '@slipway/plugin-actions-common';
import { releasePlaceSchema } from '@slipway/plugin-sandbox-panel-common';
import express from 'express';
import Router from 'express-promise-router';
import { PanelService } from './services/PanelService';

/** Everything under `/api/sandbox-panel`, for users only. */
export function createRouter(options: {
  httpAuth: HttpAuthService;
  panel: PanelService;
}): express.Router {
  const { httpAuth, panel } = options;
  const router = Router();
  router.use(express.json({ limit: '20kb' }));

  router.get('/v1/demo', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    res.json(await panel.demo(credentials));
  });

  router.post('/v1/releases', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const body = parseInput(releasePlaceSchema, req.body);
    const { cluster, namespace, service: name, ...args } = body;
    const ref = { cluster, namespace, name };
    const started = await panel.release(ref, args, credentials, req);
    res.status(201).json(started);
  });

  router.post('/v1/speed', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    res.json(await panel.setSpeed(req.body, credentials, req));
  });

  return router;
}
