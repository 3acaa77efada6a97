import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  BreakGlassGrant,
  OpenGrantRequest,
} from '@slipway/plugin-break-glass-common';

/** Opening and ending one's own grants. Every method throws as `fetchJson` does. */
export interface BreakGlassApi {
  /** 409: one is open already; 403: the user is not of a break-glass group. */
  open(request: OpenGrantRequest): Promise<BreakGlassGrant>;
  /** 404: it is not open any more. */
  end(id: string): Promise<BreakGlassGrant>;
}

export const breakGlassApiRef = createApiRef<BreakGlassApi>({
  id: 'plugin.portal.break-glass',
});
