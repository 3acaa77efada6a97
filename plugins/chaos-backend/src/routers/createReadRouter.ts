import { HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import { EntityPlaceRef } from '@slipway/plugin-actions-node';
import {
  FAULT_PATH,
  faultPathSchema,
  HALT_PATH,
  kindsQuerySchema,
  LAUNCH_PATH,
  launchPathSchema,
  previewRequestSchema,
} from '@slipway/plugin-chaos-common';
import { ReadAccess } from '@slipway/plugin-live-node';
import express from 'express';
import Router from 'express-promise-router';
import { FaultRunner } from '../acting/createFaultRunner';
import { HaltRunner } from '../acting/createHaltRunner';
import { LaunchRunner } from '../acting/createLaunchRunner';
import { FaultReader } from '../services/FaultReader';
import { FaultsService } from '../services/FaultsService';
import { HaltService } from '../services/HaltService';
import { KindsService } from '../services/KindsService';
import { PreviewService } from '../services/PreviewService';

/** Reads the path of a launch. */
export const launchRefSchema = launchPathSchema.transform(
  ({
    entityKind,
    entityNamespace,
    entityName,
    cluster,
    namespace,
  }): EntityPlaceRef => ({
    cluster,
    namespace,
    entityRef: stringifyEntityRef({
      kind: entityKind,
      namespace: entityNamespace,
      name: entityName,
    }),
  }),
);

export interface ReadRouterOptions {
  httpAuth: HttpAuthService;
  access: ReadAccess;
  faults: FaultsService;
  reader: FaultReader;
  halt: HaltService;
  kinds: KindsService;
  previews: PreviewService;
  faultRunner: FaultRunner;
  haltRunner: HaltRunner;
  launchRunner: LaunchRunner;
}

/** Routes that change nothing; a preview only reads. Each asks for `chaos.fault.read`. */
export function createReadRouter(options: ReadRouterOptions): express.Router {
  const { httpAuth, access, faults, reader, halt, kinds, previews } = options;
  const router = Router();
  const reads = async (req: express.Request) => {
    const credentials = await httpAuth.credentials(req);
    await access.requireRead(credentials);
    return credentials;
  };

  router.get('/kinds', async (req, res) => {
    await reads(req);
    res.json(await kinds.list(parseInput(kindsQuerySchema, req.query)));
  });

  router.get('/faults', async (req, res) => {
    await reads(req);
    res.json(faults.entries().map(([, row]) => row));
  });

  router.get(FAULT_PATH, async (req, res) => {
    await reads(req);
    res.json(await reader.detail(parseInput(faultPathSchema, req.params)));
  });

  router.get(`${FAULT_PATH}/access`, async (req, res) => {
    const credentials = await reads(req);
    res.json(
      await options.faultRunner.accessTo(
        parseInput(faultPathSchema, req.params),
        credentials,
      ),
    );
  });

  router.post(`${LAUNCH_PATH}/preview`, async (req, res) => {
    const credentials = await reads(req);
    const place = parseInput(launchRefSchema, req.params);
    const { draft } = parseInput(previewRequestSchema, req.body);
    const { radius } = await previews.preview(draft, place, credentials);
    res.json(radius);
  });

  router.get(`${LAUNCH_PATH}/access`, async (req, res) => {
    const credentials = await reads(req);
    res.json(
      await options.launchRunner.accessTo(
        parseInput(launchRefSchema, req.params),
        credentials,
      ),
    );
  });

  router.get(HALT_PATH, async (req, res) => {
    await reads(req);
    res.json(await halt.read());
  });

  router.get(`${HALT_PATH}/access`, async (req, res) => {
    const credentials = await reads(req);
    res.json(await options.haltRunner.accessTo({}, credentials));
  });

  return router;
}
