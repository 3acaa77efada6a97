import { LANE_KINDS, LaneKind, MAX_RANGE_MS, TimelineItem } from './types';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A range of time, ms since the epoch. */
export interface TimeRange {
  from: number;
  to: number;
}

/** Ranges that end now. */
export const TIMELINE_PRESETS = [
  { id: '1h', label: '1 h', ms: HOUR },
  { id: '6h', label: '6 h', ms: 6 * HOUR },
  { id: '24h', label: '24 h', ms: DAY },
  { id: '7d', label: '7 days', ms: 7 * DAY },
  { id: '30d', label: '30 days', ms: 30 * DAY },
] as const;

export type TimelinePreset = (typeof TIMELINE_PRESETS)[number]['id'];

/** What the address says of the range: one that ends now, or a fixed one. */
export type RangeChoice = TimelinePreset | TimeRange;

/** What the address says of a timeline; the same address shows the same. */
export interface TimelineView {
  range: RangeChoice;
  /** Kinds of lanes that are not shown. */
  hidden: LaneKind[];
  /** The item that is looked at: {@link focusId}. */
  focus?: string;
  /** Services of a system whose lanes are shown one by one. */
  opened: string[];
  /** The workload whose golden metrics were chosen. */
  workload?: string;
}

const DEFAULT_RANGE: TimelinePreset = '24h';
/** Shortest range, ms. */
const MIN_RANGE_MS = 2 * MINUTE;
const FIXED = /^(\d{12,14})-(\d{12,14})$/;

function readRange(text: string | null): RangeChoice {
  const preset = TIMELINE_PRESETS.find(({ id }) => id === text);
  if (preset) return preset.id;
  const [, from, to] = FIXED.exec(text ?? '') ?? [];
  return from && to && Number(to) > Number(from)
    ? bounded({ from: Number(from), to: Number(to) })
    : DEFAULT_RANGE;
}

/** Reads the query of an address; what it cannot read is the default: 24 hours, all lanes, each service of a system as one lane. */
export function readView(search: URLSearchParams): TimelineView {
  const hidden = (search.get('hide') ?? '').split(',');
  const opened = (search.get('open') ?? '').split(',').filter(Boolean);
  const focus = search.get('focus');
  const workload = search.get('workload');
  return {
    range: readRange(search.get('range')),
    hidden: LANE_KINDS.filter(kind => hidden.includes(kind)),
    ...(focus ? { focus } : {}),
    opened: [...new Set(opened)],
    ...(workload ? { workload } : {}),
  };
}

/** A fixed range as addresses of the portal write it. */
export const writeRange = ({ from, to }: TimeRange) =>
  `${Math.round(from)}-${Math.round(to)}`;

/** Writes a view into the query of an address; other members of it stay. */
export function writeView(
  view: TimelineView,
  search: URLSearchParams,
): URLSearchParams {
  const next = new URLSearchParams(search);
  const set = (name: string, value: string | undefined) =>
    value ? next.set(name, value) : next.delete(name);
  const { range, hidden, focus, opened, workload } = view;
  set('range', typeof range === 'string' ? range : writeRange(range));
  set('hide', hidden.join(','));
  set('focus', focus);
  set('open', opened.join(','));
  set('workload', workload);
  return next;
}

/** The times that a choice means. @param now - ms since the epoch */
export function rangeOf(choice: RangeChoice, now: number): TimeRange {
  if (typeof choice !== 'string') return choice;
  const { ms } = TIMELINE_PRESETS.find(({ id }) => id === choice) ?? {
    ms: DAY,
  };
  return { from: now - ms, to: now };
}

/** Not shorter than two minutes and not longer than what is read; the middle stays. */
function bounded({ from, to }: TimeRange): TimeRange {
  const length = Math.min(MAX_RANGE_MS, Math.max(MIN_RANGE_MS, to - from));
  const middle = (from + to) / 2;
  const start = Math.max(0, Math.round(middle - length / 2));
  return { from: start, to: start + Math.round(length) };
}

/**
 * A range that is shorter (factor below 1) or longer.
 *
 * @param at - ms since the epoch: stays where it is; default is the middle
 */
export function zoomed(range: TimeRange, factor: number, at?: number) {
  const centre = at ?? (range.from + range.to) / 2;
  return bounded({
    from: centre - (centre - range.from) * factor,
    to: centre + (range.to - centre) * factor,
  });
}

/** A range moved by a share of its length: -0.5 is half of it earlier. */
export function moved({ from, to }: TimeRange, share: number): TimeRange {
  const by = Math.round((to - from) * share);
  return { from: from + by, to: to + by };
}

/** When an item started, ms since the epoch. */
export const startOf = (item: TimelineItem) =>
  item.type === 'mark' ? item.at : item.from;

/** When it ended. @param now - ms since the epoch: the end of what lasts */
export const endOf = (item: TimelineItem, now: number) =>
  item.type === 'mark' ? item.at : item.to ?? Math.max(item.from, now);

/** The range from half an hour before an item to half an hour after it. */
export function around(item: TimelineItem, now: number): TimeRange {
  return bounded({
    from: startOf(item) - 30 * MINUTE,
    to: endOf(item, now) + 30 * MINUTE,
  });
}

/**
 * Name of an item in the address; no two items of a page have the same. One
 * workload may be named by several services, which then have the same lane.
 */
export const focusId = (
  lane: { plugin: string; id: string; entityRef?: string },
  item: { id: string; entityRef?: string },
) => {
  const entityRef = item.entityRef ?? lane.entityRef;
  return [lane.plugin, lane.id, item.id, ...(entityRef ? [entityRef] : [])]
    .map(encodeURIComponent)
    .join('/');
};

const STEPS_S = [
  10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200,
];
const POINTS = 150;

/** Distance of the points of a chart over a range, and the window of rates that leaves nothing out; seconds. */
export function chartStep({ from, to }: TimeRange): {
  step: number;
  window?: string;
} {
  const seconds = (to - from) / 1000;
  const step =
    STEPS_S.find(one => seconds / one <= POINTS) ??
    Math.ceil(seconds / POINTS / 3600) * 3600;
  return step > 60 ? { step, window: `${Math.ceil(step / 60)}m` } : { step };
}
