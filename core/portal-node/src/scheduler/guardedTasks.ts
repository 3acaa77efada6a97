import {
  AuditorService,
  AuditorServiceEvent,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError, toError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import Router from 'express-promise-router';
import {
  schedulerTaskReadPermission,
  schedulerTaskUpdatePermission,
} from './permissions';

/** Below this path every plugin with background tasks serves what the scheduler knows of them. */
const SCHEDULER = '/.backstage/scheduler';

export interface GuardedTasksOptions {
  /** What Backstage's scheduler serves: it asks nobody for a permission. */
  routes: express.RequestHandler;
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
}

/**
 * The routes of the scheduler for users who have the permission. Each request is
 * audited, refused ones too. Service principals pass every policy, so they are
 * refused here: no plugin of this portal calls these routes.
 */
export function guardedTasks(options: GuardedTasksOptions): express.Router {
  const { routes, auditor, httpAuth, permissions } = options;
  const router = Router();

  router.use(SCHEDULER, async (request, response) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const { principal } = credentials;
    const reads = ['GET', 'HEAD'].includes(request.method);
    const event = await auditor.createEvent({
      eventId: reads ? 'scheduler-task-read' : 'scheduler-task-update',
      severityLevel: reads ? 'low' : 'high',
      request,
      meta: {
        actor:
          principal.type === 'user'
            ? principal.userEntityRef
            : principal.subject,
        method: request.method,
        path: request.path,
      },
    });
    const permission = reads
      ? schedulerTaskReadPermission
      : schedulerTaskUpdatePermission;
    try {
      if (principal.type !== 'user') {
        throw new NotAllowedError(
          'Background tasks are for users, not for services: sign in',
        );
      }
      const [{ result }] = await permissions.authorize([{ permission }], {
        credentials,
      });
      if (result !== AuthorizeResult.ALLOW) {
        throw new NotAllowedError(
          'Background tasks are for the platform group (slipway.permission.platformGroups): ask one of its members',
        );
      }
    } catch (error) {
      await event.fail({ error: toError(error) });
      throw error;
    }
    recordOutcome(event, response);
    return 'next';
  });
  router.use(routes);
  return router;
}

/** Completes the event with what the scheduler answered. */
function recordOutcome(event: AuditorServiceEvent, response: express.Response) {
  response.once('close', () => {
    const { statusCode } = response;
    // The response is gone: what the auditor cannot write it logs by itself.
    const recorded =
      statusCode < 400
        ? event.success({ meta: { statusCode } })
        : event.fail({
            error: new Error(`The scheduler answered ${statusCode}`),
          });
    recorded.catch(() => {});
  });
}
