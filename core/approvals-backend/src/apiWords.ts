import { ApiWords } from '@slipway/plugin-actions-node';
import {
  approvalOutcomeSchema,
  approvalQuerySchema,
  approvalRequestSchema,
  approvalSchema,
  approvalUseSchema,
} from '@slipway/plugin-approvals-common';
import { z } from 'zod/v3';

/** What the OpenAPI document says of the routes beside the answers, which describe themselves. */
export const apiWords: ApiWords = {
  title: 'Slipway approvals',
  description:
    'Leave by somebody else to do one thing, once. Reading asks for the permission approvals.read.',
  routes: {
    'GET /v1/approvals': {
      summary: 'Approvals, open ones first, then the newest',
      query: approvalQuerySchema,
      answer: z.object({ items: z.array(approvalSchema) }),
    },
    'GET /v1/approvals/:id': {
      summary: 'One approval with all that was asked for',
      answer: approvalSchema,
    },
    'GET /v1/approvals/:id/access': {
      summary: 'What the caller may do to it, with the reason where not',
    },
    'POST /v1/requests': {
      summary: 'Ask for an approval',
      description:
        'For plugins of the portal, and for their own actions. The same again gives the request that is open.',
      body: approvalRequestSchema,
      answer: approvalSchema,
      status: 201,
    },
    'POST /v1/approvals/:id/use': {
      summary: 'Use an approval, before anything is written',
      description: 'For the plugin that asked.',
      body: approvalUseSchema,
      answer: approvalSchema,
    },
    'POST /v1/approvals/:id/outcome': {
      summary: 'Say what became of what it was used for',
      description: 'For the plugin that asked.',
      body: approvalOutcomeSchema,
      answer: approvalSchema,
    },
  },
};
