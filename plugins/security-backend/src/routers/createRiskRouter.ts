import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import { createActionRouter } from '@slipway/plugin-actions-node';
import {
  ENTITY_RISKS_PATH,
  entityPathSchema,
  RISK_PATH,
  RiskAccess,
  riskPathSchema,
} from '@slipway/plugin-security-common';
import express from 'express';
import Router from 'express-promise-router';
import { AcceptRunner, WithdrawRunner } from '../risks/createRiskRunners';
import { RiskService } from '../risks/RiskService';
import { AccessService } from '../services/AccessService';

export interface RiskRouterOptions {
  access: AccessService;
  accept: AcceptRunner;
  httpAuth: HttpAuthService;
  risks: RiskService;
  withdraw: WithdrawRunner;
}

const entitySchema = entityPathSchema.transform(path => ({
  entityRef: stringifyEntityRef(path).toLocaleLowerCase('en-US'),
}));

/** Accepting risks, and taking that back. The risks themselves come with the findings. */
export function createRiskRouter(options: RiskRouterOptions): express.Router {
  const { access, accept, httpAuth, risks, withdraw } = options;
  const router = Router();
  router.use(express.json({ limit: '100kb' }));

  router.get(ENTITY_RISKS_PATH, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const ref = parseInput(entitySchema, req.params);
    await access.requireReadOf(ref.entityRef, credentials);
    const { actions } = await accept.accessTo(ref, credentials);
    const answer: RiskAccess = {
      accept: actions['accept-risk'],
      everywhere: await access.mayAcceptEverywhere(credentials),
      latest: risks.latest(),
    };
    res.json(answer);
  });

  router.use(
    createActionRouter({
      httpAuth,
      runner: accept,
      path: ENTITY_RISKS_PATH,
      ref: entitySchema,
    }),
  );
  router.use(
    createActionRouter({
      httpAuth,
      runner: withdraw,
      path: RISK_PATH,
      ref: riskPathSchema,
    }),
  );
  return router;
}
