import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import {
  assertError,
  InputError,
  isError,
  NotAllowedError,
} from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  CANARY_PATH,
  countBySeverity,
  ENTITY_FINDINGS_PATH,
  ENTITY_TREND_PATH,
  entityPathSchema,
  imageInWords,
  FLEET_PATH,
  rolloutPathSchema,
  SCANS_PATH,
  SEARCH_PATH,
  searchQuerySchema,
  trendQuerySchema,
} from '@slipway/plugin-security-common';
import express from 'express';
import Router from 'express-promise-router';
import { AccessService } from '../services/AccessService';
import { CanaryService } from '../services/CanaryService';
import { FindingsService } from '../services/FindingsService';
import { Readable } from '../services/fleet/KnownFleet';
import { FleetService } from '../services/FleetService';
import { ScanInbox } from '../services/ScanInbox';
import { SearchService } from '../services/SearchService';
import { createRiskRouter, RiskRouterOptions } from './createRiskRouter';

export interface RouterOptions extends RiskRouterOptions {
  access: AccessService;
  auditor: AuditorService;
  canaries: CanaryService;
  findings: FindingsService;
  fleet: FleetService;
  httpAuth: HttpAuthService;
  inbox: ScanInbox;
  /** Largest scan of a build, bytes. */
  maxScanBytes: number;
  search: SearchService;
}

/** Everything under `/api/security`. */
export function createRouter(options: RouterOptions): express.Router {
  const { access, canaries, findings, httpAuth } = options;
  const v1 = Router();

  v1.get(ENTITY_FINDINGS_PATH, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const entityRef = stringifyEntityRef(
      parseInput(entityPathSchema, req.params),
    ).toLocaleLowerCase('en-US');
    await access.requireReadOf(entityRef, credentials);
    res.json(await findings.ofEntity(entityRef));
  });

  v1.get(ENTITY_TREND_PATH, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const entityRef = stringifyEntityRef(
      parseInput(entityPathSchema, req.params),
    ).toLocaleLowerCase('en-US');
    const { days } = parseInput(trendQuerySchema, req.query);
    await access.requireReadOf(entityRef, credentials);
    res.json(await findings.trendOf(entityRef, days));
  });

  v1.get(CANARY_PATH, async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const ref = parseInput(rolloutPathSchema, req.params);
    await access.requireReadOf(canaries.entityOf(ref), credentials);
    res.json(await canaries.of(ref));
  });

  v1.use(createFleetRouter(options));
  // Before what reads small bodies: scans are large.
  v1.use(createInboxRouter(options));
  v1.use(createRiskRouter(options));
  const router = Router();
  router.use('/v1', v1);
  return router;
}

/** Over all services. What somebody took out of the portal at once is in the audit log. */
function createFleetRouter(options: RouterOptions): express.Router {
  const { access, auditor, fleet, httpAuth, search } = options;
  const router = Router();
  /** Answers for the caller, recorded. */
  const answer = async (
    req: express.Request,
    what: JsonObject,
    read: (readable: Readable) => Promise<object>,
  ) => {
    const credentials = await httpAuth.credentials(req);
    const event = await auditor.createEvent({
      eventId: 'fleet-read',
      severityLevel: 'low',
      request: req,
      meta: what,
    });
    try {
      await access.requireRead(credentials);
      const answered = await read(refs => access.readable(refs, credentials));
      await event.success();
      return answered;
    } catch (error) {
      assertError(error);
      await event.fail({ error });
      throw error;
    }
  };

  router.get(FLEET_PATH, async (req, res) => {
    res.json(await answer(req, {}, readable => fleet.fleet(readable)));
  });

  router.get(SEARCH_PATH, async (req, res) => {
    await httpAuth.credentials(req);
    const query = parseInput(searchQuerySchema, req.query);
    res.json(
      await answer(req, { query }, readable => search.search(query, readable)),
    );
  });
  return router;
}

/** Takes scans: no user, a token of its own, and an audit event for each. */
function createInboxRouter(options: RouterOptions): express.Router {
  const { auditor, httpAuth, inbox, maxScanBytes } = options;
  const router = Router();
  const tokenOf = async (req: express.Request) => {
    const token = inbox.tokenOf(req.headers.authorization);
    if (token) return token;
    // Whoever is signed in learns that this is not enough.
    await httpAuth.credentials(req, { allow: ['user', 'service'] });
    throw new NotAllowedError('Sending scans takes a token of its own.');
  };
  router.post(
    SCANS_PATH,
    async (req, _res, next) => {
      // Before the body is read: who has no token sends nothing.
      await tokenOf(req);
      next();
    },
    express.json({ limit: maxScanBytes, strict: true }),
    async (req, res) => {
      const token = await tokenOf(req);
      const event = await auditor.createEvent({
        eventId: 'scan-received',
        severityLevel: 'medium',
        request: req,
        meta: { token: token.name },
      });
      try {
        const scan = await inbox.keep(token, req.body);
        const answer = {
          image: imageInWords(scan.image),
          counts: countBySeverity(scan.body.vulnerabilities),
          unreadable: scan.body.unreadable,
        };
        await event.success({ meta: { image: answer.image } });
        res.status(202).json(answer);
      } catch (error) {
        const failure = isError(error)
          ? error
          : new InputError('The scan cannot be read.');
        await event.fail({ error: failure });
        throw failure;
      }
    },
  );
  return router;
}
