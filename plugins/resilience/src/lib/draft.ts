import { GOLDEN_QUERIES, GoldenMetric } from '@slipway/plugin-metrics-common';
import {
  DesignProblem,
  DesignSpec,
  disturbances,
  endOfPart,
  Limit,
  PartDesign,
  Threshold,
} from '@slipway/plugin-resilience-common';
import { PartOffer } from '@slipway/plugin-work-common';

/** The first free id: `p1`, `p2`. */
function freeId(prefix: string, items: ReadonlyArray<{ id: string }>): string {
  const taken = new Set(items.map(({ id }) => id));
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number += 1;
  return `${prefix}${number}`;
}

/** Where one more part starts: in sequence after the last of its kind, a fault not before the baseline is over. */
function startOf(design: DesignSpec, kind: PartDesign['kind']): number {
  const ends = design.parts
    .filter(part => part.kind === kind)
    .map(part => endOfPart(part));
  if (ends.length > 0) return Math.max(...ends);
  const withFault = design.parts.some(part => part.kind === 'fault');
  return kind === 'load' && withFault ? 0 : design.baselineSeconds;
}

/** The design with one more part. Load that was the only disturbance moves to the front when a fault comes. */
export function addPart(design: DesignSpec, offer: PartOffer): DesignSpec {
  const { kind, id, title, defaults, durationSeconds } = offer;
  const part: PartDesign = {
    id: freeId('p', design.parts),
    kind,
    offer: id,
    title,
    args: defaults,
    startSeconds: startOf(design, kind),
    durationSeconds,
  };
  return { ...design, parts: [...design.parts, part] };
}

/** The design with one part changed. */
export function changePart(
  design: DesignSpec,
  id: string,
  change: Partial<PartDesign>,
): DesignSpec {
  return {
    ...design,
    parts: design.parts.map(part =>
      part.id === id ? { ...part, ...change } : part,
    ),
  };
}

export function removePart(design: DesignSpec, id: string): DesignSpec {
  return { ...design, parts: design.parts.filter(part => part.id !== id) };
}

/**
 * Another length of the baseline. Disturbances move with it, so that it stays
 * what the phases show.
 */
export function changeBaseline(
  design: DesignSpec,
  baselineSeconds: number,
): DesignSpec {
  const by = baselineSeconds - design.baselineSeconds;
  const moved = new Set(disturbances(design.parts));
  return {
    ...design,
    baselineSeconds,
    parts: design.parts.map(part =>
      moved.has(part)
        ? { ...part, startSeconds: Math.max(0, part.startSeconds + by) }
        : part,
    ),
  };
}

/** A limit to start from for each metric, in its unit. */
const FIRST_LIMITS: Readonly<Record<GoldenMetric, Limit>> = {
  successRate: { kind: 'absolute', value: 0.99 },
  requestRate: { kind: 'baseline', percent: 50 },
  latencyP50: { kind: 'baseline', percent: 200 },
  latencyP95: { kind: 'baseline', percent: 200 },
  latencyP99: { kind: 'baseline', percent: 200 },
};

/** A threshold of a metric with what is expected of it at first. */
export function thresholdOf(metric: GoldenMetric, id: string): Threshold {
  const least = metric === 'successRate' || metric === 'requestRate';
  return {
    id,
    metric,
    direction: least ? 'atLeast' : 'atMost',
    limit: FIRST_LIMITS[metric],
    expect: 'recovers',
  };
}

export function changeThresholds(
  design: DesignSpec,
  thresholds: Threshold[],
): DesignSpec {
  return { ...design, hypothesis: { ...design.hypothesis, thresholds } };
}

export function addThreshold(design: DesignSpec): DesignSpec {
  const { thresholds } = design.hypothesis;
  return changeThresholds(design, [
    ...thresholds,
    thresholdOf('latencyP95', freeId('t', thresholds)),
  ]);
}

/** A limit as its field shows it: ratios in percent. */
export function limitInField(metric: GoldenMetric, limit: Limit): number {
  if (limit.kind === 'baseline') return limit.percent;
  return GOLDEN_QUERIES[metric].unit === 'ratio'
    ? Number((limit.value * 100).toFixed(6))
    : limit.value;
}

/** The limit that a number in its field means. */
export function limitFromField(
  metric: GoldenMetric,
  kind: Limit['kind'],
  shown: number,
): Limit {
  if (kind === 'baseline') return { kind, percent: shown };
  return {
    kind,
    value: GOLDEN_QUERIES[metric].unit === 'ratio' ? shown / 100 : shown,
  };
}

/** Unit of a limit in its field. */
export function limitUnit(metric: GoldenMetric, kind: Limit['kind']): string {
  if (kind === 'baseline') return '% of the baseline';
  const { unit } = GOLDEN_QUERIES[metric];
  return unit === 'ratio' ? '%' : unit;
}

/** What is wrong at one field of a design, and at those within it. */
export function problemAt(
  problems: readonly DesignProblem[],
  field: string,
): string | undefined {
  return problems.find(
    one => one.field === field || one.field.startsWith(`${field}.`),
  )?.message;
}
