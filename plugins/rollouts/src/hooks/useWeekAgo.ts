import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  GoldenSeriesReading,
  useGoldenSeries,
} from '@slipway/plugin-portal-react';
import { useState } from 'react';
import { ChartRange } from './useMetricRange';

const WEEK = 604_800;

/** Golden metrics of a whole workload in the range a week ago: its revisions were others then. Asked once. */
export function useWeekAgo(
  { cluster, namespace, name }: ObjectRef,
  { seconds, step }: ChartRange,
): GoldenSeriesReading {
  const [end] = useState(() => Math.floor(Date.now() / 1000) - WEEK);
  return useGoldenSeries(
    { cluster, namespace, deployment: name },
    { start: end - seconds, end, step },
  );
}
