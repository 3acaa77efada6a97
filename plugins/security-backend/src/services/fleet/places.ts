import { IntervalPlace } from '../../database/FindingsStore';
import { OwnedBy, RunningContainer } from '../Running';

/** The place alone of something that has one. */
export const placeOf = (at: IntervalPlace): IntervalPlace => ({
  cluster: at.cluster,
  namespace: at.namespace,
  workload: at.workload,
  container: at.container,
});

/** A container of a workload as one text, over its revisions. */
export const placeKey = (place: IntervalPlace) =>
  [place.cluster, place.namespace, place.workload, place.container].join('/');

/** A container of what a report names as its owner, as one text. */
export const ownerKey = (at: {
  cluster: string;
  namespace: string;
  owner: string;
  container: string;
}) => [at.cluster, at.namespace, at.owner, at.container].join('/');

/** A container of one revision, as its reports name it. */
export const containerKey = (container: RunningContainer) =>
  ownerKey({ ...container, owner: container.replicaSet });

/** Who owns something, alone. */
export const ownedBy = ({ entityRef, ownerRef }: OwnedBy): OwnedBy => ({
  ...(entityRef ? { entityRef } : {}),
  ...(ownerRef ? { ownerRef } : {}),
});
