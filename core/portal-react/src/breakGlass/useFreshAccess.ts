import { BreakGlassAccess } from '@slipway/plugin-break-glass-common';
import { useEffect } from 'react';
import { Fetched } from '../hooks/useFetched';
import { useLiveConnection } from '../live/hooks';
import { firstEnd, namesOtherGrants } from './grants';
import { useEntityGrants } from './useEntityGrants';

/** Clocks of two machines differ: the server is asked when it knows for sure. */
const LATE_MS = 1_000;

/**
 * Reads access again whenever break-glass may have changed it: when a grant
 * for the entity is opened or ended by somebody, and when one comes to its end.
 *
 * @param entityRef - the entity that the grants are for; undefined when nobody owns the object
 */
export function useFreshAccess(
  entityRef: string | undefined,
  access: Fetched<{ breakGlass?: BreakGlassAccess }>,
): void {
  useGrantChanges(entityRef, access);
  useGrantExpiry(access);
}

/**
 * Reads access again when the live stream names other grants than it does:
 * the policy decides what a user may do, not the stream.
 */
function useGrantChanges(
  entityRef: string | undefined,
  { value, reload }: Fetched<{ breakGlass?: BreakGlassAccess }>,
) {
  const open = useEntityGrants(entityRef);
  const differs =
    open !== undefined &&
    value !== undefined &&
    namesOtherGrants(open, value.breakGlass);
  // One question for each set of grants: an answer that continues to differ is not asked for again and again.
  const set = open
    ?.map(({ id }) => id)
    .sort()
    .join();
  useEffect(() => {
    if (differs) reload();
  }, [differs, set, reload]);
}

/** Reads access again when a grant that it names ends, by the clock: also where the live stream is away. */
function useGrantExpiry({
  value,
  reload,
}: Fetched<{ breakGlass?: BreakGlassAccess }>) {
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
