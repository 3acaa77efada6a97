import {
  BREAK_GLASS_ENTITY_TOPIC,
  BreakGlassGrant,
} from '@slipway/plugin-break-glass-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { EntityBinding } from '@slipway/plugin-clusters-common';
import { RolloutAccess } from '@slipway/plugin-rollouts-common';
import { useEffect } from 'react';
import { namesOtherGrants } from '../lib/breakGlass';
import { Fetched } from './useFetched';

/** Open break-glass grants of an entity, live; undefined until they are known. `undefined` asks for nothing. */
export function useEntityGrants(
  entityRef: string | undefined,
): readonly BreakGlassGrant[] | undefined {
  const { status, items } = useLiveTopic<BreakGlassGrant>(
    entityRef === undefined
      ? undefined
      : { topic: BREAK_GLASS_ENTITY_TOPIC, params: { entityRef } },
  );
  return status === 'ready' ? [...items.values()] : undefined;
}

/**
 * Reads access again when the live stream names other grants than it does:
 * what a person may do is the policy's word, not the stream's.
 */
export function useGrantChanges(
  entity: EntityBinding,
  { value, reload }: Fetched<RolloutAccess>,
) {
  const told = useEntityGrants(
    entity.state === 'bound' ? entity.entityRef : undefined,
  );
  const differs =
    told !== undefined &&
    value !== undefined &&
    namesOtherGrants(told, value.breakGlass);
  // One question for each set of grants: an answer that goes on to differ is not asked for again and again.
  const set = told
    ?.map(({ id }) => id)
    .sort()
    .join();
  useEffect(() => {
    if (differs) reload();
  }, [differs, set, reload]);
}
