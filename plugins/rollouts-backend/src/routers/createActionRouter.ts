import { HttpAuthService } from '@backstage/backend-plugin-api';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  ROLLOUT_ACTIONS,
  RolloutActionName,
  rolloutPathSchema,
} from '@slipway/plugin-rollouts-common';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod/v3';
import { ActionService } from '../services/ActionService';

export interface ActionRouterOptions {
  httpAuth: HttpAuthService;
  actions: ActionService;
}

const actionPathSchema = rolloutPathSchema.extend({
  action: z.custom<RolloutActionName>(
    name => ROLLOUT_ACTIONS.some(action => action === name),
    `must be one of ${ROLLOUT_ACTIONS.join(', ')}`,
  ),
});

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
      const { action, ...ref } = parseInput(actionPathSchema, req.params);
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
