import {
  readView,
  TimelineView,
  writeView,
} from '@slipway/plugin-timeline-common';
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What the address says of the timeline, and how it is changed. A change of the range can be gone back from. */
export function useTimelineView(): [
  TimelineView,
  (change: Partial<TimelineView>) => void,
] {
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => readView(search), [search]);
  const change = useCallback(
    (changed: Partial<TimelineView>) =>
      setSearch(old => writeView({ ...readView(old), ...changed }, old), {
        replace: changed.range === undefined,
      }),
    [setSearch],
  );
  return [view, change];
}
