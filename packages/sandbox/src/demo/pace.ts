import {
  seededBetween,
  seededUnit,
  ServiceName,
} from '@slipway/platform-model';
import { ChartMetric, RELEASE_VALUES } from '../platform/releaseValues';
import { RolloutState } from './rolloutState';
import { ReleaseQuality } from './tags';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The pace of the demo scenario, in sandbox time. */
export const PACE = {
  /** From one run to the next, per cluster. At a run a release may start. */
  between: [50 * SECOND, 140 * SECOND] as const,
  /** A healthy service gets no release before it has been idle so long. */
  idleHealthy: 4 * MINUTE,
  /** A degraded one stays so for users to look at; then its team releases a good version. */
  idleDegraded: 15 * MINUTE,
  /** Releases under way at once in one cluster. */
  underWay: 4,
  /** Of these, waiting for a user. */
  waiting: 2,
  /** Share of releases that are bad. */
  bad: 0.2,
};

/** How long a service is idle before the demo scenario releases it, ms. */
export function idleNeeded({ phase }: Pick<RolloutState, 'phase'>): number {
  return phase === 'Healthy' ? PACE.idleHealthy : PACE.idleDegraded;
}

/** A service of the cluster, with the time since which nobody has touched it. */
export interface Candidate extends RolloutState {
  idleMs: number;
}

export interface Choice {
  namespace: string;
  service: ServiceName;
  quality: ReleaseQuality;
}

interface Judged {
  metrics: Set<ChartMetric>;
  /** It comes to a pause that only a user ends. */
  asksUsers: boolean;
}

/** What judges a canary before it first asks a user. */
function judgedBy(service: ServiceName): Judged {
  const values = RELEASE_VALUES.find(one => one.service === service);
  const metrics = new Set<ChartMetric>(values?.background?.metrics);
  for (const step of values?.steps ?? []) {
    if ('pause' in step && !step.pause.duration) {
      return { metrics, asksUsers: true };
    }
    if ('analysis' in step) step.analysis.forEach(one => metrics.add(one));
  }
  return { metrics, asksUsers: false };
}

const JUDGED = new Map(
  RELEASE_VALUES.map(({ service }) => [service, judgedBy(service)]),
);

/** The ways in which a release of a service may be bad so that its own analysis ends it. */
export function caughtQualities(service: ServiceName): ReleaseQuality[] {
  const metrics = JUDGED.get(service)?.metrics;
  return [
    ...(metrics?.has('success-rate') ? ['errors' as const] : []),
    // The others' limits are too far off for ×6 to break them for certain.
    ...(metrics?.has('p95-latency') &&
    (service === 'favourite-service' || service === 'payment-service')
      ? ['slow' as const]
      : []),
  ];
}

/**
 * Chooses the next release of a cluster, or none.
 *
 * Only services idle for a while are chosen; one bad release at a time; a
 * degraded service gets a good one next; no more than {@link PACE} allows
 * under way and waiting.
 *
 * @param words - seed of the choice: the same words and candidates, the same choice
 */
export function chooseRelease(
  candidates: readonly Candidate[],
  ...words: Array<string | number>
): Choice | undefined {
  const moving = candidates.filter(one => !one.idle);
  if (moving.length >= PACE.underWay) return undefined;
  const waiting = moving.filter(one => one.waiting).length;
  const mayAsk = waiting < PACE.waiting;
  const ready = candidates.filter(
    one =>
      one.idle &&
      one.idleMs >= idleNeeded(one) &&
      (mayAsk || !JUDGED.get(one.service)?.asksUsers),
  );
  if (ready.length === 0) return undefined;
  const degraded = ready.filter(one => one.phase === 'Degraded');
  const from = degraded.length > 0 ? degraded : ready;
  const chosen = from[Math.floor(seededUnit('who', ...words) * from.length)];
  const anyBad = candidates.some(one => one.quality !== 'good');
  const ways = caughtQualities(chosen.service);
  const bad =
    !anyBad && ways.length > 0 && seededUnit('bad', ...words) < PACE.bad;
  return {
    namespace: chosen.namespace,
    service: chosen.service,
    quality: bad
      ? ways[Math.floor(seededUnit('how', ...words) * ways.length)]
      : 'good',
  };
}

/** Time until the next run, ms. */
export function nextReleaseIn(...words: Array<string | number>): number {
  return seededBetween(...PACE.between, 'when', ...words);
}
