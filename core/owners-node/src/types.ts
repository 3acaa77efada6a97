import {
  Bound,
  EntityPointers,
  ObjectMeta,
} from '@slipway/plugin-clusters-common';

/** The metadata of an object that say whose it is. */
export type OwnedMetadata = Pick<
  ObjectMeta,
  'labels' | 'annotations' | 'namespace'
>;

/** An object of a cluster with the entity that owns it, as {@link Owners.bind} found it. */
export interface OwnedObject {
  cluster: string;
  metadata: OwnedMetadata;
  bound: Bound;
}

/** How an entity is joined to objects of clusters, as far as the catalog is known now. */
export interface EntityJoins {
  /** How the entity points at objects; why that is not known while the catalog has not been read. */
  pointers: EntityPointers | { unread: string };
  /**
   * Whether the page of the entity shows an object: the object is bound to it,
   * or the entity points at it. Good for reading only; acting needs `bound`.
   */
  shows(object: OwnedObject): boolean;
}

/** Which entity owns an object of a cluster, and which objects an entity shows. One copy of the catalog for all plugins. */
export interface Owners {
  /**
   * Which entity owns an object, and who owns the entity. Never asks the
   * catalog: an entity that nobody named before is looked up soon after, and
   * {@link Owners.onChange} then calls back.
   */
  bind(cluster: string, metadata: OwnedMetadata): Bound;
  /**
   * How an entity is joined to objects.
   *
   * @param entityRef - in the catalog's spelling (`component:default/orders`)
   */
  joins(entityRef: string): EntityJoins;
  /** True once the catalog has been read. Before, nothing is bound. */
  known(): boolean;
  /**
   * Calls back after each reading of the catalog: every 30 s, 5 s while it
   * changes. Bind again then, also what did not change: entities that no bind
   * and no join named since the last reading are no longer looked up.
   *
   * @returns the function that ends it
   */
  onChange(listener: () => void): () => void;
}
