import {
  AuditorService,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import {
  AuthorizeResult,
  ResourcePermission,
} from '@backstage/plugin-permission-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import express from 'express';
import Router from 'express-promise-router';

export interface RetryOwnTasksOptions {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  scaffolder: Pick<ScaffolderService, 'getTask'>;
  /** What a user needs for the task. */
  permission: ResourcePermission<'scaffolder-task'>;
}

/**
 * Refuses the retry of a task to those who may not cancel it. plugin-scaffolder
 * itself asks whether they may read it and create tasks, which everybody may.
 */
export function retryOwnTasks(options: RetryOwnTasksOptions): express.Router {
  const { auditor, httpAuth, permissions, permission, scaffolder } = options;
  const router = Router();

  router.post('/v2/tasks/:taskId/retry', async request => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user'],
    });
    const { userEntityRef } = credentials.principal;
    const { taskId } = request.params;
    const [{ result }] = await permissions.authorizeConditional(
      [{ permission }],
      { credentials },
    );
    if (result === AuthorizeResult.ALLOW) return 'next';
    // The one condition of the policy is that the task is the user's own.
    const { spec } = await scaffolder.getTask({ taskId }, { credentials });
    if (
      result === AuthorizeResult.CONDITIONAL &&
      spec.user?.ref === userEntityRef
    ) {
      return 'next';
    }
    const error = new NotAllowedError(
      'A task is retried by who started it, or by the platform group: start the template yourself, or ask one of them',
    );
    const event = await auditor.createEvent({
      eventId: 'task',
      severityLevel: 'medium',
      request,
      meta: { actionType: 'retry', taskId, actor: userEntityRef },
    });
    await event.fail({ error: toError(error) });
    throw error;
  });
  return router;
}
