import { ApiWords } from '@slipway/plugin-actions-node';
import {
  releaseRequestSchema,
  sandboxDemoSchema,
  sandboxTimeSchema,
  setSpeed,
  startRelease,
} from '@slipway/plugin-sandbox-panel-common';

/** What the OpenAPI document says of the routes. */
export const apiWords: ApiWords = {
  title: 'Slipway sandbox',
  description:
    'The demo scenario of the sandbox. Only where the portal looks at the sandbox; for users only.',
  routes: {
    'GET /v1/demo': {
      summary: 'Its clusters and services, and when the next release starts',
      answer: sandboxDemoSchema,
    },
    'POST /v1/releases': {
      summary: 'Start a release of a service, good or bad',
      action: startRelease,
      body: releaseRequestSchema,
      status: 201,
    },
    'POST /v1/speed': {
      summary: 'Change how fast sandbox time goes, for everybody',
      action: setSpeed,
      answer: sandboxTimeSchema,
    },
  },
};
