/** How the entity that owns an object was found; acting needs `bound`. */
export type EntityBinding =
  | {
      state: 'bound';
      entityRef: string;
      by: 'workload-annotation' | 'namespace-annotation' | 'kubernetes-id';
    }
  | { state: 'unbound'; reason: string }
  | { state: 'ambiguous'; reason: string; candidates: string[] };

/** The entity that owns an object of a cluster, with the owner of that entity. */
export interface Bound {
  entity: EntityBinding;
  /** Owner of the bound entity (`group:default/team-orders`), if it has one. */
  ownerRef?: string;
}
