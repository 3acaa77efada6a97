import {
  Comparison,
  LogLevel,
  LogSide,
  ObservedPlace,
  RangeChoice,
  readComparison,
  readRange,
  resolveRange,
  ResolvedRange,
  shiftOf,
  writeRange,
} from '@slipway/plugin-observability-common';
import { useCallback, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What the address says of the tab, and how it is changed. */
export function useTabQuery() {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (name: string, value: string) =>
      setSearch(
        old => {
          const next = new URLSearchParams(old);
          next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const range = readRange(search.get('range'));
  return {
    place: search.get('place'),
    range,
    comparison: readComparison(search.get('compare')),
    /** Which lines are shown: pods and level. */
    logSide: search.get('logs'),
    logLevel: search.get('level'),
    setLogSide: (side: LogSide) => set('logs', side),
    setLogLevel: (level: LogLevel | undefined) => set('level', level ?? 'any'),
    setPlace: (key: string) => set('place', key),
    setRange: (choice: RangeChoice) => set('range', writeRange(choice)),
    setComparison: (comparison: Comparison) => set('compare', comparison),
  };
}

/** A range with the earlier period that it is compared with, in seconds before it. */
export interface ShownRange {
  range: ResolvedRange;
  shift?: number;
}

/**
 * The range that is shown. It is resolved once for each choice: charts that
 * continue live keep their start, and links lead to what is seen.
 */
export function useShownRange(
  choice: RangeChoice,
  comparison: Comparison,
  place: Pick<ObservedPlace, 'releasedAt'> | undefined,
): ShownRange & { round: number; again(): void } {
  const [round, setRound] = useState(0);
  // A press on "Refresh" asks for the same choice again.
  const key = `${writeRange(choice)} ${place?.releasedAt ?? ''} ${round}`;
  const range = useMemo(() => {
    const [text, releasedAt] = key.split(' ');
    return resolveRange(readRange(text), Date.now(), releasedAt || undefined);
  }, [key]);
  const again = useCallback(() => setRound(old => old + 1), []);
  return { range, shift: shiftOf(comparison, range), round, again };
}
