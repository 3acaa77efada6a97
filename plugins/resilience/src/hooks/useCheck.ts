import { useApi } from '@backstage/frontend-plugin-api';
import { DesignSpec, RunPlace } from '@slipway/plugin-resilience-common';
import { useFetched } from '@slipway/plugin-portal-react';
import { useEffect, useState } from 'react';
import { resilienceApiRef } from '../api/ResilienceApi';

/** How long nothing was changed before the check is asked for, ms. */
const QUIET_MS = 500;

/** What would happen if the design were launched there now; asked again when it has been left alone for a moment. */
export function useCheck(place: RunPlace | undefined, design: DesignSpec) {
  const api = useApi(resilienceApiRef);
  const key = place ? JSON.stringify([place, design]) : undefined;
  const [asked, setAsked] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setAsked(key), QUIET_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return useFetched(
    asked !== undefined && asked === key ? asked : undefined,
    async () => {
      if (!place) throw new Error('no place was chosen');
      return api.check(place, design);
    },
  );
}
