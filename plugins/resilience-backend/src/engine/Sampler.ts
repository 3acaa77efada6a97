import { GOLDEN_METRICS, GoldenMetrics } from '@slipway/plugin-metrics-common';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import {
  CanarySeen,
  Reading,
  RunDetail,
  Sample,
} from '@slipway/plugin-resilience-common';
import { Workloads } from '../services/Workloads';

/** What a page shows where the source answered and nobody called the service. */
const NO_TRAFFIC = 'no traffic';

/** A reading of golden metrics. */
export function readingOf(metrics: GoldenMetrics): Reading {
  const reading: Reading = { values: {}, empty: {} };
  for (const metric of GOLDEN_METRICS) {
    const measured = metrics[metric];
    if (measured.state === 'measured') {
      reading.values[metric] = measured.value;
    } else {
      reading.empty[metric] =
        measured.state === 'no-traffic' ? NO_TRAFFIC : measured.reason;
    }
  }
  return reading;
}

/** The canaries of a run, with one that was seen now. */
export function withCanary(
  canaries: readonly CanarySeen[],
  hashes: { stable: string; canary: string } | undefined,
  at: string,
): CanarySeen[] {
  if (!hashes) return [...canaries];
  const known = canaries.findIndex(
    ({ stable, canary }) =>
      stable === hashes.stable && canary === hashes.canary,
  );
  return known < 0
    ? [...canaries, { ...hashes, from: at, to: at }]
    : canaries.map((one, index) =>
        index === known ? { ...one, to: at } : one,
      );
}

/** Takes samples of golden metrics: of all pods; of stable and canary apart while a canary is under way. */
export class Sampler {
  constructor(
    private readonly options: {
      metrics: Pick<GoldenMetricsService, 'now'>;
      workloads: Pick<Workloads, 'targets'>;
    },
  ) {}

  /** One sample. A source that is down gives readings without figures, with the reason. */
  async take(
    run: RunDetail,
    seq: number,
    at: string,
  ): Promise<{ sample: Sample; canaries: CanarySeen[] }> {
    const { metrics, workloads } = this.options;
    const { all, canary } = workloads.targets(run);
    const window = `${run.design.hypothesis.windowSeconds}s`;
    const [whole, stable, fresh] = await Promise.all(
      [all, canary?.stable, canary?.canary].map(
        async target =>
          target && readingOf(await metrics.now(target, { window })),
      ),
    );
    return {
      sample: {
        seq,
        at,
        all: whole ?? { values: {}, empty: {} },
        ...(stable ? { stable } : {}),
        ...(fresh ? { canary: fresh } : {}),
      },
      canaries: withCanary(run.canaries, canary?.hashes, at),
    };
  }
}
