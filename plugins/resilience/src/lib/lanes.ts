import {
  DesignSpec,
  isActive,
  PartDesign,
  RunDetail,
  RunPart,
  Span,
  timeline,
} from '@slipway/plugin-resilience-common';

/** A part on its lane; times in seconds from the start of the run. */
export interface LaneBar {
  partId: string;
  kind: PartDesign['kind'];
  title: string;
  lane: number;
  planned: { from: number; to: number };
  /** When its effect was there; `open` while it still is. Absent: it was not proved, or has not come. */
  actual?: { from: number; to: number; open: boolean };
}

/** A design, or a run, over its time. */
export interface Lanes {
  spans: Span[];
  bars: LaneBar[];
  lanes: number;
  endSeconds: number;
  /** Seconds from the start; absent when it is not under way. */
  now?: number;
}

/**
 * Where a time stands on a timeline, 0 to 1. What a run that was stopped early
 * had planned after its end stands at the end.
 *
 * @param seconds - from the start
 * @param end - length of the timeline, seconds
 */
export function onTimeline(seconds: number, end: number): number {
  return Math.min(Math.max(seconds, 0), end) / Math.max(end, 1);
}

/** Lanes of a design that has not run. */
export function designLanes(design: DesignSpec): Lanes {
  const { spans, parts, lanes, endSeconds } = timeline(design);
  return {
    spans,
    lanes,
    endSeconds,
    bars: parts.map(({ from, to, ...part }) => ({
      ...part,
      planned: { from, to },
    })),
  };
}

const secondsSince = (start: number, at: string) =>
  (Date.parse(at) - start) / 1000;

function actualOf(
  { effectiveAt, effectEndedAt }: RunPart,
  start: number,
  end: number,
): LaneBar['actual'] {
  if (effectiveAt === undefined) return undefined;
  const from = secondsSince(start, effectiveAt);
  return effectEndedAt === undefined
    ? { from, to: Math.max(from, end), open: true }
    : { from, to: secondsSince(start, effectEndedAt), open: false };
}

/** The stretches as they were, and as they are planned from now on. */
function actualSpans(
  run: RunDetail,
  planned: readonly Span[],
  start: number,
  end: number,
): Span[] {
  const { injectedAt, faultEndedAt } = run;
  if (injectedAt === undefined) {
    // Nothing was injected: what ran was baseline, what is planned is planned.
    return isActive(run)
      ? [...planned]
      : [{ phase: 'baseline', from: 0, to: end }];
  }
  const injected = secondsSince(start, injectedAt);
  const plannedInject = planned.find(({ phase }) => phase === 'inject');
  const plannedRecover = planned.find(({ phase }) => phase === 'recover');
  const over =
    faultEndedAt === undefined
      ? Math.max(end, plannedInject?.to ?? injected)
      : secondsSince(start, faultEndedAt);
  const spans: Span[] = [
    { phase: 'baseline', from: 0, to: injected },
    { phase: 'inject', from: injected, to: over },
    {
      phase: 'recover',
      from: over,
      to: isActive(run) ? Math.max(over, end, plannedRecover?.to ?? over) : end,
    },
  ];
  return spans.filter(({ from, to }) => to > from);
}

/**
 * Lanes of a run: what was planned, and when the effect of each part was there.
 *
 * @param now - server time, ms since the epoch
 */
export function runLanes(run: RunDetail, now: number): Lanes {
  const start = Date.parse(run.createdAt);
  const active = isActive(run);
  const nowSeconds = Math.max(0, (now - start) / 1000);
  const end =
    run.endedAt === undefined ? nowSeconds : secondsSince(start, run.endedAt);
  const planned = timeline(run.design);
  const bars = planned.parts.map(({ from, to, ...lane }) => {
    const part = run.parts.find(({ id }) => id === lane.partId);
    const actual = part && actualOf(part, start, end);
    return {
      ...lane,
      planned: { from, to },
      ...(actual ? { actual } : {}),
    };
  });
  return {
    spans: actualSpans(run, planned.spans, start, end),
    bars,
    lanes: planned.lanes,
    endSeconds: Math.max(active ? planned.endSeconds : 1, end),
    ...(active ? { now: nowSeconds } : {}),
  };
}
