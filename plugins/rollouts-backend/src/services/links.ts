import { ObjectRef } from '@slipway/plugin-clusters-common';

/** Path of the page of one rollout inside the portal. */
export function detailPath({ cluster, namespace, name }: ObjectRef): string {
  return `/rollouts/${[cluster, namespace, name]
    .map(encodeURIComponent)
    .join('/')}`;
}
