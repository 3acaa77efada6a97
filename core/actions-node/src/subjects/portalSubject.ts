import { Action, ActionTypes } from '@slipway/plugin-actions-common';
import { ActionSubject } from '../types';

/** What a plugin knows of something of the portal itself. */
export type PortalSubject<
  T extends ActionTypes,
  Ref,
  A extends Action<T> = Action<T>,
> = Omit<ActionSubject<T, Ref, A>, 'placeOf' | 'ownerOf' | 'stateInWords'>;

/**
 * Actions on things of the portal itself, which no entity owns and which are in
 * no environment: a grant, the speed of the sandbox, a stop of everything. A
 * basic permission is asked. Agents may not: the rules of production hold.
 */
export function portalSubject<
  T extends ActionTypes,
  Ref,
  A extends Action<T> = Action<T>,
>(spec: PortalSubject<T, Ref, A>): ActionSubject<T, Ref, A> {
  return {
    kind: spec.kind,
    seen: spec.seen,
    nameOf: ref => spec.nameOf(ref),
    targetOf: ref => spec.targetOf(ref),
    ...(spec.linkOf ? { linkOf: spec.linkOf.bind(spec) } : {}),
    ...(spec.refusalOf ? { refusalOf: spec.refusalOf.bind(spec) } : {}),
    ...(spec.isOwn ? { isOwn: spec.isOwn.bind(spec) } : {}),
    placeOf: () => undefined,
    ownerOf: async () => ({ by: 'portal' }),
    load: acting => spec.load(acting),
  };
}
