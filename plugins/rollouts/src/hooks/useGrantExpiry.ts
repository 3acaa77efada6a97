import { useLiveConnection } from '@slipway/plugin-portal-react';
import { RolloutAccess } from '@slipway/plugin-rollouts-common';
import { useEffect } from 'react';
import { firstEnd } from '../lib/breakGlass';
import { Fetched } from './useFetched';

/** Clocks of two machines differ: the server is asked when it knows for sure. */
const LATE_MS = 1_000;

/**
 * Reads access again when a break-glass grant that it names comes to its end,
 * by the clock: also where the live stream is away. See `useGrantChanges`.
 */
export function useGrantExpiry({ value, reload }: Fetched<RolloutAccess>) {
  const { clockSkewMs } = useLiveConnection();
  useEffect(() => {
    const { grant, others = [] } = value?.breakGlass ?? {};
    const end = firstEnd([...(grant ? [grant] : []), ...others]);
    if (end === undefined) return undefined;
    const wait = end - (Date.now() + clockSkewMs);
    // Each answer is a new value: one that still names the grant is asked again.
    const timer = setTimeout(reload, Math.max(0, wait) + LATE_MS);
    return () => clearTimeout(timer);
  }, [value, reload, clockSkewMs]);
}
