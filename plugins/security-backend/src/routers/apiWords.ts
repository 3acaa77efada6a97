import { ApiWords } from '@slipway/plugin-actions-node';
import {
  CANARY_PATH,
  ENTITY_FINDINGS_PATH,
  SCANS_PATH,
} from '@slipway/plugin-security-common';
import { z } from 'zod/v3';

/** What the OpenAPI document says of the routes. */
export const apiWords: ApiWords = {
  title: 'Slipway findings',
  description:
    'What scanners found in the images of services, and what a canary adds. Reading asks for the permission security.read.',
  routes: {
    [`GET /v1${ENTITY_FINDINGS_PATH}`]: {
      summary: 'Findings of the images that a catalog entity runs',
      description:
        'A container without a scan is not-scanned, which is not the same as having no findings.',
    },
    [`GET /v1${CANARY_PATH}`]: {
      summary: 'What the canary of a rollout adds to its stable version',
    },
    [`POST /v1${SCANS_PATH}`]: {
      summary: 'Takes the scan of a build',
      description:
        'With a token of slipway.security.ingest.tokens as a bearer token. The body is what trivy image --format json writes.',
      body: z.object({ SchemaVersion: z.literal(2) }).passthrough(),
      status: 202,
    },
  },
};
