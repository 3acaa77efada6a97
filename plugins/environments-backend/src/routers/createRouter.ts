import { HttpAuthService } from '@backstage/backend-plugin-api';
import { createActionRouter } from '@slipway/plugin-actions-node';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  CreateAnswer,
  ENVIRONMENT_PATH,
  environmentPathSchema,
  environmentRequestSchema,
} from '@slipway/plugin-environments-common';
import express from 'express';
import Router from 'express-promise-router';
import { z } from 'zod/v3';
import { EnvironmentRunner } from '../acting/createEnvironmentRunner';
import { AccessService } from '../services/AccessService';
import { Choices } from '../services/Choices';
import { Creation } from '../services/Creation';
import { EnvironmentsService } from '../services/EnvironmentsService';
import { createReadRouter, readerOf } from './createReadRouter';

export interface RouterOptions {
  access: AccessService;
  choices: Choices;
  creation: Creation;
  environments: EnvironmentsService;
  httpAuth: HttpAuthService;
  runner: EnvironmentRunner;
}

/** Of a task: asking twice makes one environment. */
const requestKeySchema = z
  .string()
  .regex(
    /^[\w:.-]{1,200}$/,
    'must be letters, digits, dots, colons and hyphens',
  )
  .optional();

/** Everything under `/api/environments`. */
export function createRouter(options: RouterOptions): express.Router {
  const { choices, creation, httpAuth, runner } = options;
  const v1 = Router();
  v1.use(express.json({ limit: '100kb' }));
  const reader = readerOf(options);

  v1.get('/options', async (req, res) => {
    res.json(await choices.of(await reader(req)));
  });

  // Asks only: what it would do is not done.
  v1.post('/environments/check', async (req, res) => {
    res.json(await creation.check(req.body, await reader(req)));
  });

  v1.post('/environments', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const { requestKey, ...body } = req.body ?? {};
    const answer: CreateAnswer = await creation.create({
      request: parseInput(environmentRequestSchema, body),
      requestKey: parseInput(requestKeySchema, requestKey, 'requestKey'),
      credentials,
      httpRequest: req,
    });
    res.status(201).json(answer);
  });

  v1.use(createReadRouter(options));
  v1.use(
    createActionRouter({
      httpAuth,
      runner,
      path: ENVIRONMENT_PATH,
      ref: environmentPathSchema,
    }),
  );
  const router = Router();
  router.use('/v1', v1);
  return router;
}
