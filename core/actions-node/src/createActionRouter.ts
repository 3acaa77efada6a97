import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  Action,
  ActionTypes,
  parseInput,
} from '@slipway/plugin-actions-common';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod/v3';
import { ActionRunner } from './ActionRunner';
import { noteActions } from './openapi/actionRoutes';

export interface ActionRouterOptions<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T>,
> {
  httpAuth: HttpAuthService;
  runner: ActionRunner<T, Ref, Result, A>;
  /** Path of what is acted on: `/clusters/:cluster/namespaces/:namespace/rollouts/:name`. */
  path: string;
  /** Its parameters. */
  ref: z.ZodType<Ref, z.ZodTypeDef, unknown>;
}

/**
 * `POST <path>/actions/:action`, the one route that acts, and
 * `POST <path>/actions/:action/approval` where an action may need an approval,
 * `GET <path>/actions/:action/stops` where rules of other features can stop it.
 * Only for users: a service owns nothing.
 */
export function createActionRouter<
  T extends ActionTypes,
  Ref,
  Result extends object,
  A extends Action<T>,
>(options: ActionRouterOptions<T, Ref, Result, A>): express.Router {
  const { httpAuth, runner, path, ref } = options;
  const { names } = runner;
  const action = z.custom<T['name']>(
    name => names.some(one => one === name),
    `must be one of ${names.join(', ')}`,
  );
  const router = Router();
  const commandOf = async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    // A strict schema of the path knows no action.
    const { action: name, ...params } = req.params;
    return {
      ref: parseInput(ref, params),
      action: parseInput(action, name, 'action'),
      body: req.body,
      credentials,
      channel: 'portal',
      request: req,
    } as const;
  };
  router.post(`${path}/actions/:action`, async (req, res) => {
    res.json(await runner.run(await commandOf(req)));
  });
  noteActions(router, runner);
  if (runner.isChecked) {
    router.get(`${path}/actions/:action/stops`, async (req, res) => {
      res.json(await runner.stops(await commandOf(req)));
    });
  }
  const asked = runner.actions.filter(({ approval }) => approval);
  if (asked.length > 0) {
    router.post(`${path}/actions/:action/approval`, async (req, res) => {
      res.status(201).json(await runner.ask(await commandOf(req)));
    });
    noteActions(router, {
      kind: runner.kind,
      seen: runner.seen,
      actions: asked,
      asks: true,
    });
  }
  return router;
}
