import { LogLine } from '@slipway/plugin-observability-common';
import { useCallback, useMemo, useState } from 'react';

/** What made lines stand still. */
type HeldBy = 'hand' | 'scroll';

/**
 * Lines that are followed, unless somebody reads: then they stand still, and
 * how many came since is counted.
 *
 * @param lines - newest first
 */
export function useHeld(lines: readonly LogLine[]) {
  const [held, setHeld] = useState<{
    lines: readonly LogLine[];
    by: HeldBy;
  }>();
  const hold = useCallback(
    (by: HeldBy) => setHeld(old => old ?? { lines, by }),
    [lines],
  );
  const go = useCallback(() => setHeld(undefined), []);
  /** Away from the newest line they stand still; back there they go on, unless they were paused by hand. */
  const scrolled = useCallback(
    (away: boolean) => {
      if (away) hold('scroll');
      else setHeld(old => (old?.by === 'scroll' ? undefined : old));
    },
    [hold],
  );
  const waiting = useMemo(() => {
    if (!held) return 0;
    const seen = new Set(held.lines.map(({ id }) => id));
    return lines.filter(({ id }) => !seen.has(id)).length;
  }, [held, lines]);
  return {
    shown: held?.lines ?? lines,
    paused: held !== undefined,
    waiting,
    hold,
    go,
    scrolled,
  };
}
