import { seededBetween } from './random.ts';
import type { ServiceName } from './types.ts';

/** How one release of a service differs from the service's profile. */
export interface ReleaseBehaviour {
  /** Share of requests that the release fails by itself; undefined: as the profile says. */
  errorRate?: number;
  /** Multiplies the service's own latency. */
  latencyFactor: number;
  /** False when nothing measures the release's pods. */
  measured: boolean;
}

/**
 * Behaviour of a release, chosen by its image tag so that a bad release can be
 * started by choosing an image. Marks may be combined, e.g. `0.3.0-slow-errors`.
 *
 * | Tag contains | Effect |
 * |---|---|
 * | `-errors` | 15 % of requests fail: below every success limit |
 * | `-flaky` | 2.5 % of requests fail: worse, yet above a limit of 95 % |
 * | `-slow` | latency ×6 |
 * | `-unmeasured` | pods serve, but no series exist for them |
 *
 * Any other tag gives a small variation of latency (−10 % to +10 %), always the
 * same for the same service and tag.
 */
export function releaseBehaviour(
  service: ServiceName,
  tag: string,
): ReleaseBehaviour {
  const marks = new Set(tag.split('-').slice(1));
  const variation = seededBetween(0.9, 1.1, 'release', service, tag);
  const behaviour: ReleaseBehaviour = {
    latencyFactor: marks.has('slow') ? 6 * variation : variation,
    measured: !marks.has('unmeasured'),
  };
  if (marks.has('errors')) {
    behaviour.errorRate = 0.15;
  } else if (marks.has('flaky')) {
    behaviour.errorRate = 0.025;
  }
  return behaviour;
}
