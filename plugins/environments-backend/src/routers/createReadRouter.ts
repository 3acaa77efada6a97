import { HttpAuthService } from '@backstage/backend-plugin-api';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  ENVIRONMENT_PATH,
  environmentPathSchema,
  listQuerySchema,
  logQuerySchema,
  OPERATION_PATH,
  operationPathSchema,
  STEP_PATH,
  stepPathSchema,
} from '@slipway/plugin-environments-common';
import express from 'express';
import Router from 'express-promise-router';
import type { RouterOptions } from './createRouter';

/** Asks for `environments.read`. */
export function readerOf({
  access,
  httpAuth,
}: Pick<RouterOptions, 'access'> & { httpAuth: HttpAuthService }) {
  return async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    return credentials;
  };
}

/** Routes that only read. Each asks for `environments.read`. */
export function createReadRouter(options: RouterOptions): express.Router {
  const { environments, runner } = options;
  const router = Router();
  const reader = readerOf(options);
  const nameOf = (req: express.Request) =>
    parseInput(environmentPathSchema, req.params).name;

  router.get('/environments', async (req, res) => {
    await reader(req);
    const { owner, destroyed } = parseInput(listQuerySchema, req.query);
    res.json(
      await environments.list({
        ...(owner ? { owner } : {}),
        destroyed: destroyed === 'true',
      }),
    );
  });

  router.get(ENVIRONMENT_PATH, async (req, res) => {
    await reader(req);
    res.json(await environments.get(nameOf(req)));
  });

  router.get(`${ENVIRONMENT_PATH}/access`, async (req, res) => {
    const credentials = await reader(req);
    res.json(await runner.accessTo({ name: nameOf(req) }, credentials));
  });

  router.get(`${ENVIRONMENT_PATH}/operations`, async (req, res) => {
    await reader(req);
    res.json(await environments.operations(nameOf(req)));
  });

  router.get(OPERATION_PATH, async (req, res) => {
    await reader(req);
    const { name, id } = parseInput(operationPathSchema, req.params);
    res.json(await environments.operation(name, id));
  });

  router.get(`${OPERATION_PATH}/plan`, async (req, res) => {
    await reader(req);
    const { name, id } = parseInput(operationPathSchema, req.params);
    res.json(await environments.plan(name, id));
  });

  router.get(`${STEP_PATH}/log`, async (req, res) => {
    await reader(req);
    const { name, id, seq } = parseInput(stepPathSchema, req.params);
    const { from } = parseInput(logQuerySchema, req.query);
    res.json(await environments.log(name, id, seq, from));
  });

  return router;
}
