import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { parseInput } from '@slipway/plugin-actions-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  ENTITY_PATH,
  entityPathSchema,
  grafanaOf,
  ObservabilityView,
  WORKLOAD_PATH,
  workloadPathSchema,
} from '@slipway/plugin-observability-common';
import express from 'express';
import Router from 'express-promise-router';
import { ObservabilityConfig } from '../config';
import { createLogsRouter } from '../logs/createLogsRouter';
import { LogReads } from '../logs/LogReads';
import { LogsService } from '../logs/LogsService';
import { AlertsService } from '../services/AlertsService';
import { GraphService } from '../services/GraphService';
import { NowService } from '../services/NowService';
import { Places } from '../services/Places';
import { SystemService } from '../system/SystemService';

export interface RouterOptions {
  alerts: AlertsService;
  catalog: Pick<CatalogService, 'getEntityByRef'>;
  config: ObservabilityConfig;
  graph: GraphService;
  httpAuth: HttpAuthService;
  logs: LogsService;
  now: NowService;
  access: ReadAccess;
  places: Places;
  reads: LogReads;
  system: SystemService;
}

/** Everything under `/api/observability`: it only reads, and each route asks for `observability.read`; log lines for `observability.logs.read`. */
export function createRouter(options: RouterOptions): express.Router {
  const { alerts, config, graph, now, places, system } = options;
  const v1 = Router();

  v1.get(`${ENTITY_PATH}/view`, async (req, res) => {
    const { entity, entityRef } = await entityOf(options, req);
    const annotations = entity.metadata.annotations ?? {};
    const { source, problems } = grafanaOf(config.grafana, annotations);
    const { kibana, zipkin } = config;
    const view: ObservabilityView = {
      places: places.of(entityRef),
      missing: places.missing(),
      links: {
        problems,
        ...(source ? { grafana: source } : {}),
        ...(kibana ? { kibana } : {}),
        ...(zipkin ? { zipkin } : {}),
      },
    };
    res.json(view);
  });

  v1.get(`${ENTITY_PATH}/system`, async (req, res) => {
    const { entity, credentials } = await entityOf(options, req);
    if (entity.kind.toLocaleLowerCase('en-US') !== 'system') {
      throw new InputError(`${stringifyEntityRef(entity)} is no system`);
    }
    res.json(await system.read(entity, credentials));
  });

  v1.get(`${ENTITY_PATH}/alerts`, async (req, res) => {
    const { entity, entityRef } = await entityOf(options, req);
    res.json(
      await alerts.read(
        places.of(entityRef),
        entity.metadata.annotations?.['grafana/alert-label-selector'],
      ),
    );
  });

  v1.get(`${WORKLOAD_PATH}/now`, async (req, res) => {
    const { entityRef } = await entityOf(options, req);
    const { place, route } = places.one(entityRef, workloadRefOf(req));
    res.json(await now.read(place, route));
  });

  v1.get(`${WORKLOAD_PATH}/graph`, async (req, res) => {
    const { entity, entityRef, credentials } = await entityOf(options, req);
    const { place } = places.one(entityRef, workloadRefOf(req));
    res.json(await graph.read(entity, entityRef, place, credentials));
  });

  v1.use(createLogsRouter(options));

  const router = Router();
  router.use('/v1', v1);
  return router;
}

function workloadRefOf({ params }: express.Request) {
  const { cluster, targetNamespace, workload } = parseInput(
    workloadPathSchema,
    params,
  );
  return { cluster, namespace: targetNamespace, workload };
}

/**
 * The entity of a request, as the caller may see it.
 *
 * @throws NotAllowedError without the permission to read
 * @throws NotFoundError when the caller sees no such entity
 */
async function entityOf(
  options: RouterOptions,
  req: express.Request,
): Promise<{
  entity: Entity;
  entityRef: string;
  credentials: BackstageCredentials;
}> {
  const { access, catalog, httpAuth } = options;
  const credentials = await httpAuth.credentials(req);
  await access.requireRead(credentials);
  const { kind, namespace, name } = parseInput(
    entityPathSchema.passthrough(),
    req.params,
  );
  const entityRef = stringifyEntityRef({
    kind,
    namespace,
    name,
  }).toLocaleLowerCase('en-US');
  const entity = await catalog.getEntityByRef(entityRef, { credentials });
  if (!entity) throw new NotFoundError(`There is no entity ${entityRef}`);
  return { entity, entityRef, credentials };
}
