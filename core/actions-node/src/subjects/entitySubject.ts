import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  parseEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Action, ActionTypes } from '@slipway/plugin-actions-common';
import { Acting, ActionSubject, Owner, Place, TouchedObject } from '../types';

/**
 * Whose an entity is, as the catalog says it to a user.
 *
 * @throws NotFoundError when there is no such entity for the user
 */
export async function ownerOfEntity(
  catalog: Pick<CatalogService, 'getEntityByRef'>,
  entityRef: string,
  credentials: BackstageCredentials,
): Promise<Owner> {
  const entity = await catalog.getEntityByRef(entityRef, { credentials });
  if (!entity) throw new NotFoundError(`There is no entity ${entityRef}.`);
  const ownerRef = entity.relations?.find(
    ({ type }) => type === RELATION_OWNED_BY,
  )?.targetRef;
  return {
    by: 'entity',
    entityRef: stringifyEntityRef(entity),
    ...(ownerRef ? { ownerRef } : {}),
  };
}

/** An entity, and where something is done for it. */
export interface EntityPlaceRef extends Place {
  /** `component:default/order-service`, in lower case. */
  entityRef: string;
}

/** An {@link EntityPlaceRef} of a part of something larger. */
export interface PartPlaceRef extends EntityPlaceRef {
  /** What it is a part of was approved as a whole. Never taken from a request. */
  approved?: boolean;
}

/** What a plugin knows of what it does for entities. */
export interface EntitySubject<
  T extends ActionTypes,
  A extends Action<T> = Action<T>,
> extends Pick<ActionSubject<T, EntityPlaceRef, A>, 'kind' | 'seen'> {
  /** Address at which a user can act. */
  linkOf(ref: EntityPlaceRef): string;
  /**
   * Reads what the plan needs, and every object that the action affects, as
   * the cluster has it now: the permission is asked on the owner of each. An
   * action that may affect an object which is not named here must not exist.
   */
  load(
    acting: Acting<A, EntityPlaceRef>,
  ): Promise<{ fresh: T['fresh']; touched: readonly TouchedObject[] }>;
}

/**
 * Actions for an entity in a place, where the object does not exist yet: a
 * fault on order-service in gke-stage/shop. The permission is asked on the
 * entity, which must exist for the user, and on the owners of all that is
 * touched; the environment is that of the place.
 */
export function entitySubject<
  T extends ActionTypes,
  A extends Action<T> = Action<T>,
>(
  catalog: Pick<CatalogService, 'getEntityByRef'>,
  spec: EntitySubject<T, A>,
): ActionSubject<T, EntityPlaceRef, A> {
  return {
    kind: spec.kind,
    seen: spec.seen,
    nameOf: ({ entityRef }) => parseEntityRef(entityRef).name,
    targetOf: ({ cluster, namespace, entityRef }) => ({
      kind: spec.kind,
      cluster,
      namespace,
      name: parseEntityRef(entityRef).name,
      entityRef,
    }),
    placeOf: ({ cluster, namespace }) => ({ cluster, namespace }),
    isApproved: ({ approved }: PartPlaceRef) => approved === true,
    linkOf: ref => spec.linkOf(ref),
    ownerOf: ({ entityRef }, credentials) =>
      ownerOfEntity(catalog, entityRef, credentials),
    load: acting => spec.load(acting),
  };
}
