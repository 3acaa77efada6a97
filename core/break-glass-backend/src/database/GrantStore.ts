import {
  BreakGlassGrant,
  GrantFilter,
} from '@slipway/plugin-break-glass-common';

/** Where grants are kept. What has ended stays in the store. */
export interface GrantStore {
  /**
   * Keeps a new grant unless the user has an open one for the entity.
   *
   * @returns the grant that is open now, and whether it is the new one
   */
  open(
    grant: Omit<BreakGlassGrant, 'endedAt' | 'endedBy'>,
  ): Promise<{ opened: boolean; grant: BreakGlassGrant }>;
  /** Ends an open grant. @returns undefined when it is not open (any more) */
  end(
    id: string,
    endedBy: string,
    at: Date,
  ): Promise<BreakGlassGrant | undefined>;
  /** An open grant. */
  find(id: string, at: Date): Promise<BreakGlassGrant | undefined>;
  /** Open grants, the one that ends first first. */
  listOpen(filter: GrantFilter, at: Date): Promise<BreakGlassGrant[]>;
}
