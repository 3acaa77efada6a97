import { DesignSpec, RunLimits } from '@slipway/plugin-resilience-common';

const WINDOW_SECONDS = 30;
const CONSECUTIVE = 3;

/** A design to start from: a steady state that fits most services, and no part yet. */
export function suggestedDesign(limits: RunLimits): DesignSpec {
  const fewest = WINDOW_SECONDS + CONSECUTIVE * limits.sampleSeconds;
  return {
    title: 'Joint run',
    hypothesis: {
      windowSeconds: WINDOW_SECONDS,
      consecutive: CONSECUTIVE,
      thresholds: [
        {
          id: 'success',
          metric: 'successRate',
          direction: 'atLeast',
          limit: { kind: 'absolute', value: 0.99 },
          expect: 'always',
        },
        {
          id: 'latency',
          metric: 'latencyP95',
          direction: 'atMost',
          limit: { kind: 'baseline', percent: 150 },
          expect: 'recovers',
        },
      ],
    },
    parts: [],
    baselineSeconds: Math.max(60, fewest, limits.minBaselineSeconds),
    recoverySeconds: Math.max(120, fewest, limits.minRecoverySeconds),
    stop: { byPercent: 10, forSeconds: 30 },
  };
}
