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

  /** The time of now, for {@link grantsSince}. */
  time(): number;

  /**
   * The grants of a user that were open when somebody in this process asked for
   * all of them, at this time or later; asks where nobody has. So whoever has
   * had a permission decided learns by which grant, with the same question.
   *
   * @param time - {@link time} before the permission was asked
   * @throws ServiceUnavailableError when the backend does not answer
   */
  grantsSince(time: number, userEntityRef: string): Promise<BreakGlassGrant[]>;
}
