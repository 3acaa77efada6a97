import {
  readView,
  TimelineView,
  writeView,
} from '@slipway/plugin-timeline-common';
import { useCallback, useMemo, useRef } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What the address says of the timeline, and how it is changed, by a function that stays the same. A change of the range can be gone back from. */
export function useTimelineView(): [
  TimelineView,
  (change: Partial<TimelineView>) => void,
] {
  const [search, setSearch] = useSearchParams();
  const last = useRef<TimelineView>();
  // Parts that are the same stay the same, so that what is drawn of them stays too.
  const view = useMemo(
    () => withSame(last.current, readView(search)),
    [search],
  );
  last.current = view;
  const latest = useRef(setSearch);
  latest.current = setSearch;
  const change = useCallback(
    (changed: Partial<TimelineView>) =>
      latest.current(old => writeView({ ...readView(old), ...changed }, old), {
        replace: changed.range === undefined,
      }),
    [],
  );
  return [view, change];
}

const isSame = (a: unknown, b: unknown) =>
  JSON.stringify(a) === JSON.stringify(b);

function withSame(
  old: TimelineView | undefined,
  next: TimelineView,
): TimelineView {
  if (!old) return next;
  const { range, hidden, opened } = old;
  return {
    ...next,
    range: isSame(range, next.range) ? range : next.range,
    hidden: isSame(hidden, next.hidden) ? hidden : next.hidden,
    opened: isSame(opened, next.opened) ? opened : next.opened,
  };
}
