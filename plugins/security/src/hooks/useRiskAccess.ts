import { useApi } from '@backstage/frontend-plugin-api';
import { useFetched } from '@slipway/plugin-portal-react';
import { securityApiRef } from '../api/SecurityApi';

/** Who may accept risks of an entity, and until when. */
export function useRiskAccess(entityRef: string) {
  const api = useApi(securityApiRef);
  return useFetched(entityRef, () => api.getRiskAccess(entityRef));
}
