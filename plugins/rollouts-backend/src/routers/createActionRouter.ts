import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  parseInput,
  rolloutActionPathSchema,
} from '@slipway/plugin-rollouts-common';
import express from 'express';
import Router from 'express-promise-router';
import { ActionService } from '../services/ActionService';

export interface ActionRouterOptions {
  httpAuth: HttpAuthService;
  actions: ActionService;
}

/** The one route that acts. Only for people: a service has no owner to be. */
export function createActionRouter({
  httpAuth,
  actions,
}: ActionRouterOptions): express.Router {
  const router = Router();
  router.post(
    '/clusters/:cluster/namespaces/:namespace/rollouts/:name/actions/:action',
    async (req, res) => {
      const credentials = await httpAuth.credentials(req, { allow: ['user'] });
      const { action, ...ref } = parseInput(
        rolloutActionPathSchema,
        req.params,
      );
      res.json(
        await actions.act({
          ref,
          action,
          body: req.body,
          credentials,
          channel: 'portal',
          request: req,
        }),
      );
    },
  );
  return router;
}
