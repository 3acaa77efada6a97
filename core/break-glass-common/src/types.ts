/** Leave for one user to act on one entity for a while. */
export interface BreakGlassGrant {
  id: string;
  /** Who holds it, `user:default/nora`. */
  userEntityRef: string;
  /** The one entity that it is for, `component:default/order-service`. */
  entityRef: string;
  /** What the holder said, one line. */
  reason: string;
  /** ISO time. */
  openedAt: string;
  /** ISO time from which on it is worth nothing. */
  until: string;
  /** ISO time of an early end. */
  endedAt?: string;
  /** Who ended it early. */
  endedBy?: string;
}

/** What a user asks for. */
export interface OpenGrantRequest {
  entityRef: string;
  reason: string;
  minutes: number;
}

/** Which open grants are looked for; all that is given must hold. */
export interface GrantFilter {
  userEntityRef?: string;
  entityRef?: string;
}

export interface GrantList {
  items: BreakGlassGrant[];
}

/** What the answer about a user's access says of break-glass for one entity. */
export interface BreakGlassAccess {
  /** Whether the user may open a grant for the entity now. */
  mayOpen: boolean;
  defaultMinutes: number;
  maxMinutes: number;
  /** The user's own open grant for the entity. */
  grant?: BreakGlassGrant;
  /** Open grants of other users for the entity. */
  others: BreakGlassGrant[];
}
