import {
  BackstageCredentials,
  BackstageServicePrincipal,
  HttpAuthService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import { createActionRouter } from '@slipway/plugin-actions-node';
import {
  approvalIdSchema,
  approvalOutcomeSchema,
  approvalQuerySchema,
  approvalRequestSchema,
  approvalsReadPermission,
  approvalUseSchema,
} from '@slipway/plugin-approvals-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import express from 'express';
import Router from 'express-promise-router';
import { accessTo } from './acting/accessTo';
import { AnswerRunner } from './acting/createAnswerRunner';
import { ApprovalService } from './services/ApprovalService';

/** `/v1/approvals`: users read and answer; plugins ask and use. */
export function createRouter(options: {
  approvals: ApprovalService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  runner: AnswerRunner;
  userInfo: UserInfoService;
}): express.Router {
  const { approvals, httpAuth, permissions, runner } = options;
  const router = Router();
  router.use(express.json({ limit: '200kb' }));
  const access = new ReadAccess({
    permissions,
    permission: approvalsReadPermission,
    what: 'approvals',
  });
  const idOf = (req: express.Request) =>
    parseInput(approvalIdSchema, req.params).id;
  const pluginOf = async (req: express.Request) =>
    requirePlugin(await httpAuth.credentials(req, { allow: ['service'] }));

  router.get('/v1/approvals', async (req, res) => {
    await access.requireRead(
      await httpAuth.credentials(req, { allow: ['user'] }),
    );
    const filter = parseInput(approvalQuerySchema, req.query);
    res.json({ items: await approvals.list(filter) });
  });

  router.get('/v1/approvals/:id', async (req, res) => {
    await access.requireRead(
      await httpAuth.credentials(req, { allow: ['user', 'service'] }),
    );
    res.json(await approvals.get(idOf(req)));
  });

  router.get('/v1/approvals/:id/access', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    await access.requireRead(credentials);
    res.json(await accessTo(idOf(req), credentials, options));
  });

  router.use(
    createActionRouter({
      httpAuth,
      runner,
      path: '/v1/approvals/:id',
      ref: approvalIdSchema,
    }),
  );

  router.post('/v1/requests', async (req, res) => {
    const plugin = await pluginOf(req);
    const request = parseInput(approvalRequestSchema, req.body);
    res.status(201).json(await approvals.ask(request, plugin));
  });

  router.post('/v1/approvals/:id/use', async (req, res) => {
    const plugin = await pluginOf(req);
    const use = parseInput(approvalUseSchema, req.body);
    res.json(await approvals.use(idOf(req), use, plugin));
  });

  router.post('/v1/approvals/:id/outcome', async (req, res) => {
    const plugin = await pluginOf(req);
    const outcome = parseInput(approvalOutcomeSchema, req.body);
    res.json(await approvals.finish(idOf(req), outcome, plugin));
  });

  return router;
}

/**
 * Id of the plugin of this portal that calls.
 *
 * @throws NotAllowedError for a service that is none, as a static token is
 */
function requirePlugin({
  principal,
}: BackstageCredentials<BackstageServicePrincipal>): string {
  const { subject } = principal;
  if (!subject.startsWith('plugin:')) {
    throw new NotAllowedError(
      'Only plugins of this portal may ask for approvals and use them.',
    );
  }
  return subject.slice('plugin:'.length);
}
