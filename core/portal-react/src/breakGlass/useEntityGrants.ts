import {
  breakGlassEntityTopic,
  BreakGlassGrant,
} from '@slipway/plugin-break-glass-common';
import { useLiveTopic } from '../live/hooks';

/** Open break-glass grants of an entity, live; undefined until they are known. `undefined` asks for nothing. */
export function useEntityGrants(
  entityRef: string | undefined,
): readonly BreakGlassGrant[] | undefined {
  const { status, items } = useLiveTopic(
    breakGlassEntityTopic,
    entityRef === undefined ? undefined : { entityRef },
  );
  return status === 'ready' ? [...items.values()] : undefined;
}
