import { useApi } from '@backstage/frontend-plugin-api';
import { Fetched, useFetched } from '@slipway/plugin-portal-react';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  GoldenMetric,
  GoldenMetrics,
  MetricSeries,
} from '@slipway/plugin-metrics-common';
import { useEffect, useState } from 'react';
import { rolloutsApiRef, RolloutMetricSeries } from '../api/RolloutsApi';
import { formatRef } from '../lib/ref';
import { appendMeasurements, Points, pointsOf } from '../lib/series';
import { LiveRevisionMetrics } from './useRevisionMetrics';

/** A range that a chart can show. */
export interface ChartRange {
  label: string;
  seconds: number;
  step: number;
}

export const CHART_RANGES: readonly ChartRange[] = [
  { label: '15 min', seconds: 900, step: 10 },
  { label: '1 h', seconds: 3600, step: 30 },
  { label: '6 h', seconds: 21_600, step: 180 },
];

/** Golden metrics of both revisions over a range. */
export interface MetricRange {
  fetched: Fetched<RolloutMetricSeries>;
  points(metric: GoldenMetric): { stable: Points; canary: Points };
}

/** An hour of measurements that come every 5 s. */
const TAIL_LENGTH = 720;

/**
 * The range once over HTTP, then whatever comes live is added to its end; no
 * chart asks again by itself.
 *
 * @param hashes - pod hashes of the two revisions: other revisions, other series
 */
export function useMetricRange(
  ref: ObjectRef,
  hashes: string,
  range: ChartRange,
  live: LiveRevisionMetrics,
): MetricRange {
  const api = useApi(rolloutsApiRef);
  const key = `${formatRef(ref)} ${hashes} ${range.seconds}`;
  const fetched = useFetched(key, () => {
    const end = Math.floor(Date.now() / 1000);
    return api.getMetrics(ref, {
      start: end - range.seconds,
      end,
      step: range.step,
    });
  });
  const stableTail = useTail(live.stable, hashes);
  const canaryTail = useTail(live.canary, hashes);

  return {
    fetched,
    points: metric => {
      const side = (
        series: MetricSeries[] | undefined,
        tail: GoldenMetrics[],
      ) =>
        appendMeasurements(
          pointsOf(series, metric),
          tail.map(metrics => metrics[metric]),
          { windowSeconds: range.seconds, stepSeconds: range.step },
        );
      return {
        stable: side(fetched.value?.stable, stableTail),
        canary: side(fetched.value?.canary, canaryTail),
      };
    },
  };
}

/** What came live since the page looks at these revisions, oldest first, an hour of it at most. */
function useTail(
  newest: GoldenMetrics | undefined,
  hashes: string,
): GoldenMetrics[] {
  const [tail, setTail] = useState<{ of: string; metrics: GoldenMetrics[] }>({
    of: hashes,
    metrics: [],
  });
  useEffect(() => {
    if (!newest) return;
    setTail(old => ({
      of: hashes,
      metrics:
        old.of === hashes
          ? [...old.metrics.slice(-TAIL_LENGTH), newest]
          : [newest],
    }));
  }, [newest, hashes]);
  return tail.metrics;
}
