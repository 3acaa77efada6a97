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
  /** Window of rates; absent: that of the cluster. */
  window?: string;
}

/** Golden metrics of one target over a range. */
export interface GoldenSeriesReading {
  fetched: Fetched<GoldenSeries>;
  points(metric: GoldenMetric): Points;
}

/**
 * The range once over HTTP; without an end, what is measured from now on is
 * added to it from the live stream. Nothing is asked again by itself.
 *
 * @param target - undefined asks for nothing
 */
export function useGoldenSeries(
  target: MetricsTarget | undefined,
  range: GoldenRange,
): GoldenSeriesReading {
  const api = useApi(metricsApiRef);
  const asked = target && askedOf(target);
  const { start, end, step, window } = range;
  const key =
    asked && JSON.stringify([asked, start, end ?? 'now', step, window]);
  const fetched = useFetched(key, () => {
    if (!asked) throw new Error('There is nothing to ask for');
    return api.getGolden({
      ...asked,
      start,
      end: Math.max(start + step, end ?? Math.floor(Date.now() / 1000)),
      step,
      ...(window === undefined ? {} : { window }),
    });
  });
  const live = useLiveTopic(goldenTopic, end === undefined ? asked : undefined);
  const tail = useMeasurementTail(live.items.get('now'), key ?? '');
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

/** The members that are set, and no others: they name what is asked. */
function askedOf(target: MetricsTarget) {
  const { cluster, namespace, deployment, podTemplateHash } = target;
  return {
    cluster,
    namespace,
    ...(deployment === undefined ? {} : { deployment }),
    ...(podTemplateHash === undefined ? {} : { podTemplateHash }),
  };
}
