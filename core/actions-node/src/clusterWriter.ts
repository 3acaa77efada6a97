import { Write } from '@slipway/plugin-clusters-common';
import { applyWrites, Clusters } from '@slipway/plugin-clusters-node';
import { ActionWriter, Place } from './types';

/** What the API server answered last. */
export interface ClusterResult {
  /** resourceVersion after the last write; empty when the API server answered none. */
  resourceVersion: string;
}

/** Writes to the cluster of the place, as the actor. Several writes are tried first. */
export function clusterWriter(
  clusters: Pick<Clusters, 'write'>,
): ActionWriter<Pick<Place, 'cluster'>, Write, ClusterResult> {
  return {
    async apply({ cluster }, writes, actor) {
      const last = await applyWrites(clusters, cluster, writes, actor);
      return { resourceVersion: last?.metadata.resourceVersion ?? '' };
    },
    // What is to be created and exists already has not changed since anybody looked.
    conflictMeansChanged: writes =>
      writes.every(({ verb }) => verb !== 'create'),
  };
}
