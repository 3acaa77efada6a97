import { ApiWords } from '@slipway/plugin-actions-node';
import {
  CANARY_PATH,
  ENTITY_FINDINGS_PATH,
  ENTITY_RISKS_PATH,
  ENTITY_TREND_PATH,
  FLEET_PATH,
  SCANS_PATH,
  SEARCH_PATH,
  searchQuerySchema,
  trendQuerySchema,
} from '@slipway/plugin-security-common';
import { z } from 'zod/v3';

/** What the OpenAPI document says of the routes. */
export const apiWords: ApiWords = {
  title: 'Slipway findings',
  description:
    'What scanners found in the images of services, and what a canary adds. Reading the findings of an entity asks for security.entity.read on it.',
  routes: {
    [`GET /v1${ENTITY_FINDINGS_PATH}`]: {
      summary: 'Findings of the images that a catalog entity runs',
      description:
        'A container without a scan is not-scanned, which is not the same as having no findings.',
    },
    [`GET /v1${ENTITY_TREND_PATH}`]: {
      summary: 'How many findings of a catalog entity were open, by day',
      description:
        'Of what runs now, each finding once for each workload and container, also those that do not count. Says nothing of the time before the first finding that was ever seen.',
      query: trendQuerySchema,
    },
    [`GET /v1${ENTITY_RISKS_PATH}`]: {
      summary: 'Who may accept risks of a catalog entity, and until when',
      description: 'The risks that hold are in its findings.',
    },
    [`GET /v1${CANARY_PATH}`]: {
      summary: 'What the canary of a rollout adds to its stable version',
    },
    [`GET /v1${FLEET_PATH}`]: {
      summary: 'Findings of all services, counted',
      description:
        'Needs security.read. Holds what the caller may read (security.entity.read on the entity) and what no entity owns; the rest is not counted. A container without a scan is in notScanned.',
    },
    [`GET /v1${SEARCH_PATH}`]: {
      summary: 'Who runs a vulnerability, or a package below a version',
      description:
        'Over findings and bills of materials, exact names. Versions are compared by the rules of their ecosystem; where that cannot be done the place is listed with order unknown. Holds what the caller may read.',
      query: searchQuerySchema,
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
