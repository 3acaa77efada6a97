import { useApi } from '@backstage/frontend-plugin-api';
import {
  appendMeasurements,
  GoldenMetric,
  GoldenSeries,
  goldenTopic,
  MetricsTarget,
  Points,
  pointsOf,
} from '@slipway/plugin-metrics-common';
import { Fetched, useFetched } from '../hooks/useFetched';
import { useLiveTopic } from '../live/hooks';
import { useMeasurementTail } from './useMeasurementTail';
import { metricsApiRef } from './MetricsApi';

/** A range of golden metrics, in Unix seconds; without an end it continues live. */
export interface GoldenRange {
  start: number;
  end?: number;
  step: number;
}

/** Golden metrics of one target over a range. */
export interface GoldenSeriesReading {
  fetched: Fetched<GoldenSeries>;
  points(metric: GoldenMetric): Points;
}

/**
 * The range once over HTTP; without an end, what is measured from now on is
 * added to it from the live stream. Nothing is asked again by itself.
 */
export function useGoldenSeries(
  target: MetricsTarget,
  range: GoldenRange,
): GoldenSeriesReading {
  const api = useApi(metricsApiRef);
  const { cluster, namespace, deployment, podTemplateHash } = target;
  const asked = {
    cluster,
    namespace,
    ...(deployment === undefined ? {} : { deployment }),
    ...(podTemplateHash === undefined ? {} : { podTemplateHash }),
  };
  const { start, end, step } = range;
  const key = JSON.stringify([asked, start, end ?? 'now', step]);
  const fetched = useFetched(key, () =>
    api.getGolden({
      ...asked,
      start,
      end: Math.max(start + step, end ?? Math.floor(Date.now() / 1000)),
      step,
    }),
  );
  const live = useLiveTopic(goldenTopic, end === undefined ? asked : undefined);
  const tail = useMeasurementTail(live.items.get('now'), key);
  return {
    fetched,
    points: metric =>
      appendMeasurements(
        pointsOf(fetched.value?.series, metric),
        tail.map(metrics => metrics[metric]),
        { windowSeconds: Infinity, stepSeconds: step },
      ),
  };
}
