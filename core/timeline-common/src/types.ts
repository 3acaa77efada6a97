/** Kinds of lanes, in the order in which they are shown. */
export const LANE_KINDS = [
  'release',
  'analysis',
  'fault',
  'load',
  'joint-run',
  'alert',
  'finding',
] as const;

export type LaneKind = (typeof LANE_KINDS)[number];

/** How an item is coloured; the palette of states. */
export type TimelineTone =
  | 'healthy'
  | 'progressing'
  | 'waiting'
  | 'degraded'
  | 'unknown';

interface ItemWords {
  /** Unique within its lane, and the same at each reading. */
  id: string;
  /** What it is, in words: `1.9.0`, `Network delay 200 ms`. */
  title: string;
  /** One sentence more: the verdict, who did it. Without secrets. */
  detail?: string;
  tone: TimelineTone;
  /** Its page in the portal, from the root: `/resilience/runs/7`; after the {@link TimelineLane.path} of its lane, where that has one. */
  path?: string;
  /** The service that it is of, where the lane has several. */
  entityRef?: string;
}

/** Share of traffic from a time on. */
export interface WeightPhase {
  /** ms since the epoch. */
  at: number;
  /** Percent, 0 to 100. */
  percent: number;
}

/** Something that took a while. Times are ms since the epoch. */
export interface TimelineSpan extends ItemWords {
  type: 'span';
  from: number;
  /** Absent while it lasts. */
  to?: number;
  /** The end is not known: `to` is the last time at which it was seen. */
  endUnknown?: true;
  /** A band of a version: what it served as. */
  band?: 'stable' | 'canary';
  /** Share of traffic of a band, oldest first; only what is known. */
  weights?: WeightPhase[];
}

/** A moment. */
export interface TimelineMark extends ItemWords {
  type: 'mark';
  /** ms since the epoch. */
  at: number;
}

export type TimelineItem = TimelineSpan | TimelineMark;

/** One line of the timeline. */
export interface TimelineLane {
  /** Unique within its provider, and the same at each reading: `release gke/shop/orders`. */
  id: string;
  kind: LaneKind;
  /** Which of its kind: `gke-prod/ecommerce order-service`. Absent where there is one. */
  place?: string;
  /** The service that it is of, where it is of one. */
  entityRef?: string;
  /** How the pages of all its items begin; providers give each item its whole page. */
  path?: string;
  items: TimelineItem[];
  /** Nothing is known before, ms since the epoch. Absent: all is known since the portal runs. */
  knownFrom?: number;
  /** Why nothing is known before {@link knownFrom}, one sentence. */
  knownFromReason?: string;
  /** What it may lack now, one line each: `eks-prod is unreachable`. */
  lacking?: string[];
  /** Items of the range that were left out because there are too many; the oldest are. */
  leftOut?: number;
}

/** A workload whose golden metrics stand on the same axis. */
export interface TimelinePlace {
  cluster: string;
  namespace: string;
  workload: string;
  entityRef: string;
  /** Where it is known. */
  environment?: 'dev' | 'stage' | 'prod';
}

/** A lane with the plugin that gave it. */
export interface ShownLane extends TimelineLane {
  plugin: string;
}

/** A provider that could not give its lanes, and why. */
export interface MissingLanes {
  plugin: string;
  /** `load tests` */
  title: string;
  kinds: LaneKind[];
  reason: string;
  /** The permission that the user lacks, where that is why. */
  permission?: string;
}

/** Answer of `GET /api/timeline/v1/entities/:kind/:namespace/:name/timeline`. Times are ms since the epoch. */
export interface TimelineAnswer {
  /** The range that was asked for. */
  from: number;
  to: number;
  /** When it was read. */
  at: number;
  lanes: ShownLane[];
  missing: MissingLanes[];
  places: TimelinePlace[];
  /** The entity itself, or the services of a system that the user may see. */
  entityRefs: string[];
}

/** Longest range that is read, ms. */
export const MAX_RANGE_MS = 90 * 86_400_000;

/** Most items of one lane in an answer. */
export const MAX_ITEMS = 2_000;
