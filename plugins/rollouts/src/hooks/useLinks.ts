import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { EntityBinding, ObjectRef } from '@slipway/plugin-clusters-common';
import { formatRef } from '../lib/ref';
import { rolloutRouteRef, rolloutsRouteRef } from '../routes';

/** Paths within the portal; undefined where the page is not installed. */
export function useLinks() {
  const rollouts = useRouteRef(rolloutsRouteRef);
  const rollout = useRouteRef(rolloutRouteRef);
  const entity = useRouteRef(entityRouteRef);
  return {
    /** The list of all rollouts. */
    list: () => rollouts?.(),
    /** The detail page of one rollout. */
    rollout: (ref: ObjectRef) =>
      rollout?.({
        cluster: ref.cluster,
        namespace: ref.namespace,
        name: ref.name,
      }),
    /** The Rollouts tab of an entity. */
    entityRollouts: (entityRef: string) => {
      if (!entity) return undefined;
      const { kind, namespace, name } = parseEntityRef(entityRef);
      return `${entity({
        kind: kind.toLocaleLowerCase('en-US'),
        namespace,
        name,
      })}/rollouts`;
    },
    /** The rollout in the tab of the service that owns it; undefined when nobody is known to. */
    entityTab: (binding: EntityBinding, ref: ObjectRef) => {
      if (binding.state !== 'bound' || !entity) return undefined;
      const { kind, namespace, name } = parseEntityRef(binding.entityRef);
      const base = entity({ kind: kind.toLowerCase(), namespace, name });
      return `${base}/rollouts?at=${encodeURIComponent(formatRef(ref))}`;
    },
  };
}
