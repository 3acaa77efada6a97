import { useApi } from '@backstage/frontend-plugin-api';
import {
  Fetched,
  useFetched,
  useMeasurementTail,
} from '@slipway/plugin-portal-react';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  appendMeasurements,
  GoldenMetric,
  GoldenMetrics,
  MetricSeries,
  Points,
  pointsOf,
} from '@slipway/plugin-metrics-common';
import { rolloutsApiRef, RolloutMetricSeries } from '../api/RolloutsApi';
import { formatRef } from '../lib/ref';
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
  const stableTail = useMeasurementTail(live.stable, hashes);
  const canaryTail = useMeasurementTail(live.canary, hashes);

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
