import { ApiWords } from '@slipway/plugin-actions-node';
import {
  endGrantAction,
  GrantBounds,
  grantFilterSchema,
  grantQuerySchema,
  openGrantAction,
} from '@slipway/plugin-break-glass-common';

/** What the OpenAPI document says of the routes; bounds are those of the configuration. */
export const apiWords = (bounds: GrantBounds): ApiWords => ({
  title: 'Slipway break-glass',
  description:
    'Leave to act on an entity that one does not own, with a reason, for a while.',
  routes: {
    'POST /v1/grants': {
      summary: 'Break the glass for an entity',
      description: 'For members of the break-glass groups.',
      action: openGrantAction(bounds),
      status: 201,
    },
    'DELETE /v1/grants/:id': {
      summary: 'End a grant before its time',
      description: 'For its holder, without the permission too.',
      action: endGrantAction,
    },
    'GET /v1/grants': {
      summary: 'The grants that are open, or those of one entity',
      query: grantQuerySchema,
    },
    'GET /v1/grants/of': {
      summary: 'The open grants of a user or for an entity',
      description: 'For plugins of the portal only.',
      query: grantFilterSchema,
    },
  },
});
