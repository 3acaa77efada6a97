import { formatFigure, Sparkline } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { GoldenMetric, MetricUnit } from '@slipway/plugin-metrics-common';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { createContext, ReactNode, useContext } from 'react';
import {
  CHART_RANGES,
  MetricRange,
  useMetricRange,
} from '../hooks/useMetricRange';
import {
  LiveRevisionMetrics,
  useRevisionMetrics,
} from '../hooks/useRevisionMetrics';

/** Golden metrics of a rollout: as they are now, and over 15 minutes. */
export interface RolloutFigures {
  name: string;
  live: LiveRevisionMetrics;
  range: MetricRange;
}

const FiguresContext = createContext<RolloutFigures | undefined>(undefined);

/** Around the row of a rollout: reads its golden metrics once for all figures of the row. */
export function AroundRollout(props: {
  row: RolloutSummary;
  children: ReactNode;
}) {
  const { row, children } = props;
  const { ref, stableHash, currentPodHash } = row;
  const live = useRevisionMetrics(ref);
  const hashes = `${stableHash} ${currentPodHash}`;
  const range = useMetricRange(ref, hashes, CHART_RANGES[0], live);
  return (
    <FiguresContext.Provider value={{ name: ref.name, live, range }}>
      {children}
    </FiguresContext.Provider>
  );
}

/** The golden metrics of the row around; undefined where there is none. */
export const useFigures = () => useContext(FiguresContext);

/** A golden metric of the stable revision: the last 15 minutes as a line, and now. Below {@link AroundRollout}. */
export function Figure(props: {
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}) {
  const { metric, title, unit } = props;
  const figures = useFigures();
  if (!figures) return null;
  const { name, live, range } = figures;
  const points = range.points(metric).stable;
  return (
    <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
      {points.length > 1 && (
        <Sparkline
          points={points}
          label={`${title} of ${name}, last 15 min`}
          unit={unit}
          colour="stable"
          width={72}
        />
      )}{' '}
      <Box component="span" sx={{ fontWeight: 600 }}>
        {live.status === 'loading'
          ? '…'
          : formatFigure(live.stable?.[metric], unit)}
      </Box>
    </Box>
  );
}
