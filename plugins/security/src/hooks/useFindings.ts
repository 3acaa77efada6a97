import { useApi } from '@backstage/frontend-plugin-api';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import {
  canaryFindingsTopic,
  entityFindingsTopic,
  SUMMARY_KEY,
} from '@slipway/plugin-security-common';
import { securityApiRef } from '../api/SecurityApi';
import { useFollowed } from './useFollowed';

/** How many findings an entity has, live. */
export function useFindingsSummary(entityRef: string) {
  const live = useLiveTopic(entityFindingsTopic, { entityRef });
  return { ...live, summary: live.items.get(SUMMARY_KEY) };
}

/** All findings of an entity; read again when they change. */
export function useEntityFindings(entityRef: string) {
  const api = useApi(securityApiRef);
  const live = useFindingsSummary(entityRef);
  const stamp =
    live.status === 'ready' ? live.summary?.stamp ?? 'nothing' : undefined;
  return useFollowed(entityRef, live, stamp, () =>
    api.getEntityFindings(entityRef),
  );
}

/** What the canary of a rollout adds, in short and live; no summary while there is no canary. */
export function useCanarySummary({ cluster, namespace, name }: ObjectRef) {
  const live = useLiveTopic(canaryFindingsTopic, { cluster, namespace, name });
  return { ...live, summary: live.items.get(SUMMARY_KEY) };
}

/** The same in full. */
export function useCanaryFindings(rollout: ObjectRef, stamp: string) {
  const api = useApi(securityApiRef);
  const { cluster, namespace, name } = rollout;
  return useFollowed(
    `${cluster}/${namespace}/${name}`,
    { status: 'ready' },
    stamp,
    () => api.getCanary(rollout),
  );
}
