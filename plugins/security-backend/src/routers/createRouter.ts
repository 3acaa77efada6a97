import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, isError, NotAllowedError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import {
  CANARY_PATH,
  countBySeverity,
  ENTITY_FINDINGS_PATH,
  entityPathSchema,
  imageInWords,
  rolloutPathSchema,
  SCANS_PATH,
} from '@slipway/plugin-security-common';
import express from 'express';
import Router from 'express-promise-router';
import { AccessService } from '../services/AccessService';
import { FindingsService } from '../services/FindingsService';
import { ScanInbox } from '../services/ScanInbox';

export interface RouterOptions {
  access: AccessService;
  auditor: AuditorService;
  findings: FindingsService;
  httpAuth: HttpAuthService;
  inbox: ScanInbox;
  /** Largest scan of a build, bytes. */
  maxScanBytes: number;
}

/** Everything under `/api/security`. */
export function createRouter(options: RouterOptions): express.Router {
  const { access, findings, httpAuth } = options;
  const v1 = Router();
  const reader = async (req: express.Request) =>
    access.requireRead(await httpAuth.credentials(req));

  v1.get(ENTITY_FINDINGS_PATH, async (req, res) => {
    await reader(req);
    const entity = parseInput(entityPathSchema, req.params);
    res.json(
      await findings.ofEntity(
        stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
      ),
    );
  });

  v1.get(CANARY_PATH, async (req, res) => {
    await reader(req);
    res.json(
      await findings.canaryOf(parseInput(rolloutPathSchema, req.params)),
    );
  });

  v1.use(createInboxRouter(options));
  const router = Router();
  router.use('/v1', v1);
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
