import { DesignSpec, LanePart, PartDesign, Span, Timeline } from '../types';

/** Planned end of a part, in seconds from the start of the run. */
export function endOfPart({ startSeconds, durationSeconds }: PartDesign) {
  return startSeconds + durationSeconds;
}

/** The parts that disturb the service: faults; without a fault, the load. */
export function disturbances<P extends Pick<PartDesign, 'kind'>>(
  parts: readonly P[],
): P[] {
  const faults = parts.filter(({ kind }) => kind === 'fault');
  return faults.length ? faults : [...parts];
}

/** When the first disturbance starts and the last one ends; undefined without parts. */
function disturbed(parts: readonly PartDesign[]) {
  const all = disturbances(parts);
  if (all.length === 0) return undefined;
  return {
    from: Math.min(...all.map(({ startSeconds }) => startSeconds)),
    to: Math.max(...all.map(endOfPart)),
  };
}

/** Baseline, injection and recovery; those that take no time are left out. */
export function spansOf(design: DesignSpec): Span[] {
  const { baselineSeconds, recoverySeconds, parts } = design;
  const { from, to } = disturbed(parts) ?? {
    from: baselineSeconds,
    to: baselineSeconds,
  };
  const spans: Span[] = [
    { phase: 'baseline', from: 0, to: from },
    { phase: 'inject', from, to },
    { phase: 'recover', from: to, to: to + recoverySeconds },
  ];
  return spans.filter(span => span.to > span.from);
}

/** Planned end of a run, in seconds from its start: of its recovery, or of a load that goes beyond it. */
export function plannedEndSeconds(design: DesignSpec): number {
  return Math.max(
    0,
    ...spansOf(design).map(({ to }) => to),
    ...design.parts.map(endOfPart),
  );
}

/**
 * A design over its time. Parts that do not overlap share a lane, load and
 * faults never do; load is above. A part that takes no time fills a second.
 */
export function timeline(design: DesignSpec): Timeline {
  const rank = ({ kind }: PartDesign) => (kind === 'load' ? 0 : 1);
  const ordered = [...design.parts].sort(
    (a, b) => rank(a) - rank(b) || a.startSeconds - b.startSeconds,
  );
  const lanes: Array<{ kind: PartDesign['kind']; free: number }> = [];
  const parts: LanePart[] = ordered.map(part => {
    const { id, kind, title, startSeconds: from } = part;
    const to = endOfPart(part);
    let lane = lanes.findIndex(one => one.kind === kind && one.free <= from);
    if (lane < 0) lane = lanes.push({ kind, free: 0 }) - 1;
    lanes[lane].free = Math.max(to, from + 1);
    return { partId: id, kind, title, lane, from, to };
  });
  return {
    spans: spansOf(design),
    parts,
    lanes: lanes.length,
    endSeconds: plannedEndSeconds(design),
  };
}
