import { useApi } from '@backstage/frontend-plugin-api';
import { Fetched, useFetched } from '@slipway/plugin-portal-react';
import { RolloutAccess, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { rolloutsApiRef } from '../api/RolloutsApi';
import { formatRef } from '../lib/ref';

/**
 * What the signed-in user may do to this rollout. Asked again when the
 * owner of the object or the object itself (its UID) changes.
 *
 * @param rollout - `undefined` asks for nothing
 */
export function useAccess(
  rollout: Pick<RolloutSummary, 'ref' | 'uid' | 'entity'> | undefined,
): Fetched<RolloutAccess> {
  const api = useApi(rolloutsApiRef);
  const key =
    rollout &&
    `${formatRef(rollout.ref)} ${rollout.uid} ${JSON.stringify(
      rollout.entity,
    )}`;
  return useFetched(key, async () => {
    if (!rollout) throw new Error('no rollout was asked for');
    return api.getAccess(rollout.ref);
  });
}
