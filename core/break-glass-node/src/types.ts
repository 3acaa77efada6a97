import {
  BreakGlassGrant,
  GrantFilter,
} from '@slipway/plugin-break-glass-common';

/** Reads grants from the break-glass backend with the plugin's own credentials. */
export interface BreakGlassService {
  /**
   * The grants that are open now. Nothing is remembered between two calls: an
   * end counts from the next question on.
   *
   * @param filter - a user, an entity or both
   * @throws ServiceUnavailableError when the backend does not answer
   */
  openGrants(filter: GrantFilter): Promise<BreakGlassGrant[]>;
}
