import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { assertError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  releaseRequestSchema,
  speedSchema,
} from '@slipway/plugin-sandbox-panel-common';
import express from 'express';
import Router from 'express-promise-router';
import { Changed, PanelService } from './services/PanelService';

/** Everything under `/api/sandbox-panel`, for people only. */
export function createRouter(options: {
  auditor: AuditorService;
  httpAuth: HttpAuthService;
  panel: PanelService;
}): express.Router {
  const { auditor, httpAuth, panel } = options;
  const router = Router();
  router.use(express.json({ limit: '20kb' }));

  /** Runs an acting route's work between the two halves of an auditor event; refusals are kept too. */
  async function audited<T>(
    event: Parameters<AuditorService['createEvent']>[0],
    work: () => Promise<Changed<T>>,
    afterOf: (result: T) => JsonObject,
  ): Promise<T> {
    const started = await auditor.createEvent(event);
    try {
      const { before, result } = await work();
      await started.success({
        meta: { ...event.meta, before, after: afterOf(result) },
      });
      return result;
    } catch (error) {
      assertError(error);
      await started.fail({ error, meta: event.meta });
      throw error;
    }
  }

  router.get('/v1/demo', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    res.json(await panel.demo(credentials));
  });

  router.post('/v1/releases', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const request = parseInput(releaseRequestSchema, req.body);
    const { cluster, namespace, service, quality } = request;
    const started = await audited(
      {
        eventId: 'sandbox-release',
        severityLevel: 'medium',
        request: req,
        meta: {
          actor: credentials.principal.userEntityRef,
          target: { cluster, namespace, kind: 'Rollout', name: service },
          quality,
        },
      },
      () => panel.release(request, credentials),
      ({ tag }) => ({ tag }),
    );
    res.status(201).json(started);
  });

  router.post('/v1/speed', async (req, res) => {
    const credentials = await httpAuth.credentials(req, { allow: ['user'] });
    const request = parseInput(speedSchema, req.body);
    const time = await audited(
      {
        eventId: 'sandbox-speed',
        severityLevel: 'medium',
        request: req,
        meta: {
          actor: credentials.principal.userEntityRef,
          target: { kind: 'Sandbox' },
        },
      },
      () => panel.setSpeed(request, credentials),
      ({ speed }) => ({ speed }),
    );
    res.json(time);
  });

  return router;
}
