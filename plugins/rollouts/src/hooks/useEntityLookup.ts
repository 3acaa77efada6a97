import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { useLiveItem } from '@slipway/plugin-portal-react';
import { pointersOf } from '@slipway/plugin-clusters-common';
import {
  entityLookup,
  entityLookupTopic,
  explainLookup,
  LookupExplanation,
} from '@slipway/plugin-rollouts-common';
import { useMemo } from 'react';

/**
 * Why no rollout of an entity is shown. Until the portal has counted, from the
 * annotations of the entity and the state of the clusters.
 *
 * @param freshness - of the list that is empty: its sources are the clusters
 */
export function useEntityLookup(
  entity: Entity,
  freshness: readonly SourceFreshness[],
): LookupExplanation {
  const entityRef = stringifyEntityRef(entity);
  const counted = useLiveItem(entityLookupTopic, { entityRef }, 'lookup');
  const { annotations } = entity.metadata;
  return useMemo(
    () =>
      explainLookup(
        counted ??
          entityLookup(
            entityRef,
            pointersOf(annotations),
            freshness.map(({ source, ...one }) => ({ name: source, ...one })),
          ),
      ),
    [counted, entityRef, annotations, freshness],
  );
}
