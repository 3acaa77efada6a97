import { LaneKind, ShownLane, TimelineAnswer, TimelineItem } from './types';
import { startOf, TimeRange } from './view';

/** An item with the lane that it is in. */
export interface TimelineRow {
  lane: ShownLane;
  item: TimelineItem;
}

/** All that is shown, newest first: the rows of the table. */
export function timelineRows(
  { lanes }: Pick<TimelineAnswer, 'lanes'>,
  hidden: readonly LaneKind[],
): TimelineRow[] {
  return lanes
    .filter(({ kind }) => !hidden.includes(kind))
    .flatMap(lane => lane.items.map(item => ({ lane, item })))
    .sort((a, b) => startOf(b.item) - startOf(a.item));
}

/**
 * Whether a lane surely has nothing in a range: nothing stands in it, all of
 * the range is known, and its source lacks nothing.
 */
export function isQuiet(
  { items, knownFrom, lacking, leftOut }: ShownLane,
  range: TimeRange,
): boolean {
  return (
    items.length === 0 &&
    (knownFrom === undefined || knownFrom <= range.from) &&
    !lacking?.length &&
    !leftOut
  );
}

/** Kinds that a source could not give, with the source and why. */
export function unknownKinds(
  { missing }: Pick<TimelineAnswer, 'missing'>,
  hidden: readonly LaneKind[],
): Array<{ kind: LaneKind; title: string; reason: string }> {
  return missing.flatMap(({ kinds, title, reason }) =>
    kinds
      .filter(kind => !hidden.includes(kind))
      .map(kind => ({ kind, title, reason })),
  );
}
