import { GoldenMetric, Points } from '@slipway/plugin-metrics-common';
import { ObservedPlace, shifted } from '@slipway/plugin-observability-common';
import {
  Fetched,
  GoldenSeriesReading,
  SeriesColour,
  useGoldenSeries,
} from '@slipway/plugin-portal-react';
import { ShownSide, sidesOf, wholeOf } from '../../lib/sides';
import { ShownRange } from '../Tab/useTabQuery';

/** One line of every chart, with how its reading stands. */
export interface GoldenLine {
  id: string;
  label: string;
  colour: SeriesColour;
  /** Number of the line's pattern. */
  dash: number;
  side?: ShownSide;
  fetched: Fetched<unknown>;
  /** Window of its rates, as the source says. */
  over?: string;
  points(metric: GoldenMetric): Points;
}

/** Stable and canary, or the whole workload, and the earlier period: each is read by itself, and fails by itself. */
export function useSides(
  place: ObservedPlace,
  shown: ShownRange,
): GoldenLine[] {
  const { range, shift } = shown;
  const { start, end, step, window, live } = range;
  const [first, second] = sidesOf(place);
  const now = { start, step, window, ...(live ? {} : { end }) };
  const firstRead = useGoldenSeries(first.target, now);
  const secondRead = useGoldenSeries(second?.target, now);
  const earlierRead = useGoldenSeries(
    shift === undefined ? undefined : wholeOf(place),
    { start: start - (shift ?? 0), end: end - (shift ?? 0), step, window },
  );
  const line = (side: ShownSide, reading: GoldenSeriesReading): GoldenLine => ({
    id: side.side,
    label: side.label,
    colour: side.colour,
    dash: 0,
    side,
    fetched: reading.fetched,
    over: reading.fetched.value?.series[0]?.over,
    points: reading.points,
  });
  return [
    line(first, firstRead),
    ...(second ? [line(second, secondRead)] : []),
    ...(shift === undefined
      ? []
      : [
          {
            id: 'earlier',
            label: 'earlier',
            colour: 'neutral' as const,
            dash: 1,
            fetched: earlierRead.fetched,
            points: (metric: GoldenMetric) =>
              shifted(earlierRead.points(metric), shift),
          },
        ]),
  ];
}
