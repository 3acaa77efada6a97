import { useEffect, useState } from 'react';

/** Entities that had a rollout since this tab was opened: their card has its place at once. */
const withRollouts = new Set<string>();

/**
 * Whether the card of an entity is drawn: always where the entity points at
 * workloads; else from the moment at which something is known of it. It never
 * goes away while it is looked at.
 *
 * @param found - there is something to show
 */
export function useCardShown(
  entityRef: string,
  points: boolean,
  found: boolean,
): boolean {
  const [shown, setShown] = useState<string>();
  useEffect(() => {
    if (!found) return;
    withRollouts.add(entityRef);
    setShown(entityRef);
  }, [entityRef, found]);
  return points || found || shown === entityRef || withRollouts.has(entityRef);
}
