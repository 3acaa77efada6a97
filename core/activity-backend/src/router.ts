import {
  AuditorService,
  BackstageCredentials,
  BackstageServicePrincipal,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  activityQuerySchema,
  activityReadPermission,
  finishedActivitySchema,
  newUserActivitySchema,
  newPlatformActivitySchema,
} from '@slipway/plugin-activity-common';
import { createEventAnyway } from '@slipway/plugin-activity-node';
import { ReadAccess } from '@slipway/plugin-live-node';
import express, { Request } from 'express';
import Router from 'express-promise-router';
import { ActivityRecord } from './services/ActivityRecord';

/** `/v1`: reading for those who may, writing for plugins under their own name. */
export function createRouter(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  record: ActivityRecord;
}): express.Router {
  const { auditor, httpAuth, permissions, record } = options;
  const access = new ReadAccess({
    permissions,
    permission: activityReadPermission,
    what: 'activity',
  });
  const router = Router();
  router.use(express.json({ limit: '200kb' }));

  /**
   * Runs a route's work between the two halves of an auditor event. Also when
   * the audit log cannot be written: then this record is the one that is left.
   */
  async function audited<T>(
    event: Parameters<AuditorService['createEvent']>[0],
    work: () => Promise<T>,
  ): Promise<T> {
    const { event: started } = await createEventAnyway(auditor, event);
    try {
      const result = await work();
      await started.success();
      return result;
    } catch (error) {
      await started.fail({
        error: error instanceof Error ? error : new Error(String(error)),
      });
      throw error;
    }
  }

  const writing = async (req: Request) =>
    httpAuth.credentials(req, { allow: ['service'] });

  router.get('/v1/entries', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const query = parseInput(activityQuerySchema, req.query);
    const page = await audited(
      { eventId: 'activity-read', severityLevel: 'low', request: req },
      async () => {
        await access.requireRead(credentials);
        return record.list(query);
      },
    );
    res.json(page);
  });

  router.post('/v1/user', async (req, res) => {
    const credentials = await writing(req);
    const activity = parseInput(newUserActivitySchema, req.body);
    const { type, actor, target } = activity;
    const { id } = await audited(
      {
        eventId: 'activity-write',
        severityLevel: 'medium',
        request: req,
        meta: { actionType: 'begin', type, actor, target: { ...target } },
      },
      async () => {
        assertOwnName(credentials, activity.plugin);
        return record.begin(activity);
      },
    );
    res.status(201).json({ id });
  });

  router.post('/v1/user/:id/finish', async (req, res) => {
    const credentials = await writing(req);
    const end = parseInput(finishedActivitySchema, req.body);
    const { id } = req.params;
    await audited(
      {
        eventId: 'activity-write',
        severityLevel: 'medium',
        request: req,
        meta: { actionType: 'finish', id, outcome: end.outcome },
      },
      () => record.finish(id, pluginOf(credentials), end),
    );
    res.status(204).end();
  });

  router.post('/v1/platform', async (req, res) => {
    const credentials = await writing(req);
    const activity = parseInput(newPlatformActivitySchema, req.body);
    const claimed = await audited(
      {
        eventId: 'activity-write',
        severityLevel: 'low',
        request: req,
        meta: { actionType: 'platform', type: activity.type },
      },
      async () => {
        assertOwnName(credentials, activity.plugin);
        return record.claim(activity);
      },
    );
    res.json({ claimed });
  });

  return router;
}

/** @throws NotAllowedError for a service that is no plugin of this portal: a static token may not write history */
function pluginOf(
  credentials: BackstageCredentials<BackstageServicePrincipal>,
): string {
  const [kind, plugin] = credentials.principal.subject.split(':', 2);
  if (kind !== 'plugin' || !plugin) {
    throw new NotAllowedError('Only plugins of this portal write activity');
  }
  return plugin;
}

/** @throws NotAllowedError when a plugin writes in the name of another */
function assertOwnName(
  credentials: BackstageCredentials<BackstageServicePrincipal>,
  plugin: string,
): void {
  const own = pluginOf(credentials);
  if (own !== plugin) {
    throw new NotAllowedError(`Plugin '${own}' may not write as '${plugin}'`);
  }
}
