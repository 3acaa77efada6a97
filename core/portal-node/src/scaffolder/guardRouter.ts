import {
  AuditorService,
  AuthService,
  BackstageCredentials,
  BackstageUserPrincipal,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { CompoundEntityRef, parseEntityRef } from '@backstage/catalog-model';
import { InputError, NotAllowedError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { ScaffolderService } from '@backstage/plugin-scaffolder-node';
import { JsonObject, JsonValue } from '@backstage/types';
import express, { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { ValueCheck } from './ValueCheck';

/** Three names of 63 characters with what stands between them. */
const MAX_REF_LENGTH = 200;

export interface GuardOptions {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  check: ValueCheck;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  scaffolder: Pick<ScaffolderService, 'getTask'>;
  /** Who may try a template without running it. */
  dryRunPermissions: BasicPermission[];
}

/**
 * Stands before the routes of plugin-scaffolder-backend that take templates or values, and lets them pass or refuses. What
 * may take long is checked in a job process first.
 */
export function createGuardRouter(options: GuardOptions): ExpressRouter {
  const { auditor, auth, check, httpAuth, permissions } = options;
  const router = Router();
  // As the plugin itself; it takes the body as it is parsed here.
  const json = express.json({ limit: '10MB' });

  router.post('/v2/dry-run', json, async (request, _response, next) => {
    const credentials = await httpAuth.credentials(request);
    // The permission framework allows every service whatever the policy says.
    if (
      !auth.isPrincipal(credentials, 'user') ||
      !(await mayDryRun(credentials))
    ) {
      const event = await auditor.createEvent({
        eventId: 'task',
        severityLevel: 'medium',
        request,
        meta: { actionType: 'dry-run' },
      });
      const error = new NotAllowedError(
        'Dry runs of templates are for users of the platform group. Ask one of them to try it.',
      );
      await event.fail({ error });
      throw error;
    }
    const { template, values, secrets } = body(request.body);
    const spec = body(body(template).spec);
    await check.check('values', values ?? {}, schemasOf(spec), false);
    await check.check('secrets', secrets ?? {}, secretSchemasOf(spec), false);
    next();
  });

  router.post('/v2/tasks', json, async (request, _response, next) => {
    const credentials = await httpAuth.credentials(request);
    const { templateRef, values, secrets } = body(request.body);
    await checkForTemplate(
      templateRef,
      values ?? {},
      secrets ?? {},
      credentials,
    );
    next();
  });

  router.post('/v2/tasks/:taskId/retry', json, async (request, _, next) => {
    const { secrets } = body(request.body);
    if (secrets && Object.keys(body(secrets)).length > 0) {
      const credentials = await httpAuth.credentials(request);
      const { taskId } = request.params;
      const task = await options.scaffolder.getTask(
        { taskId },
        { credentials },
      );
      await checkForTemplate(
        task.spec.templateInfo?.entityRef,
        {},
        secrets,
        credentials,
      );
    }
    next();
  });

  return router;

  async function mayDryRun(
    credentials: BackstageCredentials<BackstageUserPrincipal>,
  ): Promise<boolean> {
    const decisions = await permissions.authorize(
      options.dryRunPermissions.map(permission => ({ permission })),
      { credentials },
    );
    return decisions.every(({ result }) => result === AuthorizeResult.ALLOW);
  }

  /** Of a template in the catalog. One that is not there, or cannot be read, is the plugin's to refuse. */
  async function checkForTemplate(
    templateRef: JsonValue | undefined,
    values: JsonValue,
    secrets: JsonValue,
    credentials: BackstageCredentials,
  ) {
    if (typeof templateRef !== 'string') return;
    const ref = readTemplateRef(templateRef);
    const template = await options.catalog.getEntityByRef(ref, { credentials });
    const spec = body(template?.spec);
    await check.check('values', values, schemasOf(spec), true);
    await check.check('secrets', secrets, secretSchemasOf(spec), true);
  }
}

function readTemplateRef(templateRef: string): CompoundEntityRef {
  const remedy = 'Name a template as in template:default/canary-policy.';
  if (templateRef.length > MAX_REF_LENGTH) {
    throw new InputError(
      `templateRef is longer than ${MAX_REF_LENGTH} characters. ${remedy}`,
    );
  }
  try {
    return parseEntityRef(templateRef, { defaultKind: 'template' });
  } catch {
    throw new InputError(`templateRef is no reference of an entity. ${remedy}`);
  }
}

function body(value: unknown): JsonObject {
  return value !== null && typeof value === 'object'
    ? (value as JsonObject)
    : {};
}

function schemasOf(spec: JsonObject): JsonValue[] {
  return [spec.parameters ?? []].flat() as JsonValue[];
}

function secretSchemasOf(spec: JsonObject): JsonValue[] {
  const { schema } = body(spec.secrets);
  return schema ? [schema] : [];
}
