import { Action, ActionTypes } from '@slipway/plugin-actions-common';
import { Bound, KubeObject, ObjectRef } from '@slipway/plugin-clusters-common';
import { Owners } from '@slipway/plugin-owners-node';
import { ownerOfBound } from '../owner';
import { ActionSubject } from '../types';

/** An object as the API server gave it. */
export type RawObject = KubeObject & Record<string, unknown>;

/** What a plugin knows of one kind of objects of a cluster. */
export interface ObjectSubject<
  T extends ActionTypes,
  A extends Action<T> = Action<T>,
> extends Pick<
    ActionSubject<T, ObjectRef, A>,
    'kind' | 'seen' | 'stateInWords' | 'linkOf'
  > {
  /** Who owns the object, where that is known without a read. */
  boundOf(ref: ObjectRef): Bound | undefined;
  /** Reads the object as it is now. Throws NotFoundError. */
  read(ref: ObjectRef): Promise<RawObject>;
  /** Adds what the plan of this action needs beside it. */
  complete(
    ref: ObjectRef,
    raw: RawObject,
    action: A,
    args: unknown,
  ): Promise<T['fresh']>;
}

/**
 * Actions on objects that exist in a cluster. The permission is asked on the
 * entity that owns the object, by what the object says (`Owners.bind`), and
 * again by what it says when it is read for the action.
 */
export function objectSubject<
  T extends ActionTypes,
  A extends Action<T> = Action<T>,
>(
  owners: Pick<Owners, 'bind'>,
  spec: ObjectSubject<T, A>,
): ActionSubject<T, ObjectRef, A> {
  const owner = (bound: Bound) =>
    ownerOfBound(`this ${spec.kind.toLowerCase()}`, bound);
  const stateInWords = spec.stateInWords?.bind(spec);
  return {
    kind: spec.kind,
    seen: spec.seen,
    ...(stateInWords ? { stateInWords } : {}),
    ...(spec.linkOf ? { linkOf: spec.linkOf.bind(spec) } : {}),
    nameOf: ({ name }) => name,
    targetOf: ({ cluster, namespace, name }) => ({
      kind: spec.kind,
      cluster,
      namespace,
      name,
    }),
    placeOf: ({ cluster, namespace }) => ({ cluster, namespace }),
    async ownerOf(ref) {
      const known = spec.boundOf(ref);
      if (known) return owner(known);
      const { metadata } = await spec.read(ref);
      return owner(owners.bind(ref.cluster, metadata));
    },
    async load({ ref, action, args }) {
      const raw = await spec.read(ref);
      return {
        fresh: await spec.complete(ref, raw, action, args),
        uid: raw.metadata.uid,
        owner: owner(owners.bind(ref.cluster, raw.metadata)),
      };
    },
  };
}
