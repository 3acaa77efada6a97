import { LaneKind, ShownLane, TimelineAnswer, TimelineItem } from './types';
import { focusId, startOf, TimeRange } from './view';

/** An item with the lane that it is in. */
export interface TimelineRow {
  lane: ShownLane;
  item: TimelineItem;
}

/** All items of lanes, newest first: the rows of the table. */
export function timelineRows(lanes: readonly ShownLane[]): TimelineRow[] {
  return lanes
    .flatMap(lane => lane.items.map(item => ({ lane, item })))
    .sort((a, b) => startOf(b.item) - startOf(a.item));
}

/** The item of a name in the address, with its lane; undefined where no lane has it. A name without its service is that of the first one. */
export function findRow(
  lanes: readonly ShownLane[],
  focus: string | undefined,
): TimelineRow | undefined {
  if (focus === undefined) return undefined;
  const [plugin, laneId] = focus.split('/');
  const rows = lanes
    .filter(lane =>
      focusId(lane, { id: '' }).startsWith(`${plugin}/${laneId}/`),
    )
    .flatMap(lane => lane.items.map(item => ({ lane, item })));
  return (
    rows.find(({ lane, item }) => focusId(lane, item) === focus) ??
    rows.find(
      ({ lane: { plugin: of, id }, item }) =>
        focusId({ plugin: of, id }, { id: item.id }) === focus,
    )
  );
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
