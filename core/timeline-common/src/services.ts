import { worstTone } from './picture';
import { TimelineRow } from './rows';
import {
  LaneKind,
  ShownLane,
  TimelineItem,
  TimelinePlace,
  TimelineTone,
} from './types';
import { startOf, TimeRange } from './view';

/** The lanes of one service of a system. */
export interface ServiceLanes {
  /** Absent: of the system, and of no one service. */
  entityRef?: string;
  lanes: ShownLane[];
}

/**
 * The lanes of a system by service, in the order of `entityRefs`. A lane that
 * several services share is one in each of them, with the items of that service;
 * what is of no service comes last.
 */
export function lanesByService(
  lanes: readonly ShownLane[],
  entityRefs: readonly string[],
): ServiceLanes[] {
  const services = new Map<string | undefined, ShownLane[]>(
    entityRefs.map(entityRef => [entityRef, []]),
  );
  const add = (entityRef: string | undefined, lane: ShownLane) => {
    const known = services.get(entityRef);
    if (known) known.push(lane);
    else services.set(entityRef, [lane]);
  };
  for (const lane of lanes) {
    if (lane.entityRef !== undefined) {
      add(lane.entityRef, lane);
      continue;
    }
    const items = new Map<string | undefined, TimelineItem[]>(
      entityRefs.map(entityRef => [entityRef, []]),
    );
    for (const item of lane.items) {
      const own = items.get(item.entityRef);
      if (own) own.push(item);
      else items.set(item.entityRef, [item]);
    }
    for (const [entityRef, own] of items) {
      add(entityRef, { ...lane, items: own });
    }
  }
  const ofNone = services.get(undefined);
  services.delete(undefined);
  return [
    ...[...services].map(([entityRef, own]) => ({ entityRef, lanes: own })),
    ...(ofNone ? [{ lanes: ofNone }] : []),
  ];
}

/** Whether somebody who looks at many services wants to see an item: what disturbed a service, and what went wrong on it. */
function isWorthShowing(kind: LaneKind, item: TimelineItem): boolean {
  switch (kind) {
    case 'release':
      // What is served all the time is no news; what is rolled out is.
      return item.type === 'span'
        ? item.band === 'canary'
        : item.tone === 'degraded' || item.tone === 'waiting';
    case 'analysis':
      return item.tone === 'degraded';
    case 'finding':
      return item.tone === 'degraded';
    default:
      return true;
  }
}

/** A service in short: one lane of what is worth showing. */
export interface ServiceSummary {
  /** Oldest first. */
  rows: TimelineRow[];
  /** The newest of the most urgent ones; absent where there is nothing. */
  worst?: TimelineRow;
  /** How many of each kind. */
  counts: Array<{ kind: LaneKind; count: number }>;
  /** Kinds of which not all of the range is known. */
  unknown: LaneKind[];
}

const isKnown = (lane: ShownLane, range: TimeRange) =>
  (lane.knownFrom === undefined || lane.knownFrom <= range.from) &&
  !lane.lacking?.length;

/** What is worth showing of a service in a range, with what is not known of it. */
export function summaryOf(
  { lanes }: ServiceLanes,
  range: TimeRange,
): ServiceSummary {
  const rows = lanes
    .flatMap(lane =>
      lane.items
        .filter(item => isWorthShowing(lane.kind, item))
        .map(item => ({ lane, item })),
    )
    .sort((a, b) => startOf(a.item) - startOf(b.item));
  const kinds = [...new Set(lanes.map(({ kind }) => kind))];
  const tone = worstTone(rows.map(row => row.item));
  const worst = rows.findLast(({ item }) => item.tone === tone);
  return {
    rows,
    ...(worst ? { worst } : {}),
    counts: kinds
      .map(kind => ({
        kind,
        count: rows.filter(({ lane }) => lane.kind === kind).length,
      }))
      .filter(({ count }) => count > 0),
    unknown: kinds.filter(kind =>
      lanes.some(lane => lane.kind === kind && !isKnown(lane, range)),
    ),
  };
}

/** A workload as it stands in the address. */
export const placeKey = ({
  cluster,
  namespace,
  workload,
}: TimelinePlace): string => `${cluster}/${namespace}/${workload}`;

/** `gke-prod/ecommerce order-service`, as lanes name their place. */
export const placeWords = ({
  cluster,
  namespace,
  workload,
}: TimelinePlace): string => `${cluster}/${namespace} ${workload}`;

const NEAR_PRODUCTION = { prod: 0, stage: 1, dev: 2 };
const URGENT: readonly TimelineTone[] = ['degraded', 'waiting', 'progressing'];

/**
 * The workload whose golden metrics are shown: that of the address; else the
 * one that is looked at; else one of the service on which the most urgent
 * things happened, the nearest to production.
 *
 * @param lanes - what is shown
 * @param focused - what is looked at
 */
export function chosenPlace(
  places: readonly TimelinePlace[],
  options: {
    key: string | undefined;
    focused: TimelineRow | undefined;
    lanes: readonly ShownLane[];
  },
): TimelinePlace | undefined {
  const { key, focused, lanes } = options;
  const named = places.find(place => placeKey(place) === key);
  if (named) return named;
  const urgency = new Map<string, number>();
  for (const { kind, entityRef: ofLane, items } of lanes) {
    for (const item of items) {
      const entityRef = item.entityRef ?? ofLane;
      const rank = URGENT.indexOf(item.tone);
      if (entityRef === undefined || rank < 0 || !isWorthShowing(kind, item)) {
        continue;
      }
      const known = urgency.get(entityRef) ?? URGENT.length;
      urgency.set(entityRef, Math.min(known, rank));
    }
  }
  const lookedAt = focused?.item.entityRef ?? focused?.lane.entityRef;
  const order = (place: TimelinePlace): number[] => [
    focused?.lane.place === placeWords(place) ? 0 : 1,
    place.entityRef === lookedAt ? 0 : 1,
    urgency.get(place.entityRef) ?? URGENT.length,
    place.environment ? NEAR_PRODUCTION[place.environment] : 3,
  ];
  return [...places].sort((a, b) => {
    const [left, right] = [order(a), order(b)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? 0 : left[at] - right[at];
  })[0];
}
