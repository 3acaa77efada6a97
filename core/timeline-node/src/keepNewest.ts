import { TimelineItem, TimelineLane } from '@slipway/plugin-timeline-common';
import { TimelineQuery } from './types';

const startOf = (item: TimelineItem) =>
  item.type === 'mark' ? item.at : item.from;

/** Whether an item touches a range; what lasts has no end. */
export function touches(
  item: TimelineItem,
  range: Pick<TimelineQuery, 'from' | 'to'>,
): boolean {
  if (item.type === 'mark') return item.at >= range.from && item.at <= range.to;
  return item.from <= range.to && (item.to ?? Infinity) >= range.from;
}

/** A lane with what touches the range, oldest first: the newest `limit` items, and how many others there are. */
export function keepNewest(
  lane: TimelineLane,
  query: Pick<TimelineQuery, 'from' | 'to' | 'limit'>,
): TimelineLane {
  const items = lane.items
    .filter(item => touches(item, query))
    .sort((a, b) => startOf(a) - startOf(b));
  const surplus = items.length - query.limit;
  if (surplus <= 0) return { ...lane, items };
  return {
    ...lane,
    items: items.slice(surplus),
    leftOut: (lane.leftOut ?? 0) + surplus,
  };
}
