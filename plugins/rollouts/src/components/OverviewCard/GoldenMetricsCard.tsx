import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  FactColumn,
  FactNote,
  FactTable,
  failureMessage,
  GoldenSeriesReading,
  LiveGate,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { GoldenMetric, MetricUnit } from '@slipway/plugin-metrics-common';
import { pointersOf } from '@slipway/plugin-clusters-common';
import { byPlace, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { createContext, ReactNode, useContext } from 'react';
import { CHART_RANGES } from '../../hooks/useMetricRange';
import { useWeekAgo } from '../../hooks/useWeekAgo';
import { weekAgoWords } from '../../lib/weekAgo';
import { useCardShown } from '../../hooks/useCardShown';
import { useEntityRollouts } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { AroundRollout, Figure, useFigures } from '../Figure';
import { Place } from '../Place';

const WeekAgo = createContext<GoldenSeriesReading | undefined>(undefined);

/** Reads what a place measures now, and what it measured a week ago. */
function AroundPlace(props: { row: RolloutSummary; children: ReactNode }) {
  const { row, children } = props;
  const weekAgo = useWeekAgo(row.ref, CHART_RANGES[0]);
  return (
    <AroundRollout row={row}>
      <WeekAgo.Provider value={weekAgo}>{children}</WeekAgo.Provider>
    </AroundRollout>
  );
}

function Measured(props: {
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}) {
  const { metric, unit } = props;
  const figures = useFigures();
  const weekAgo = useContext(WeekAgo);
  return (
    <>
      <Figure {...props} />
      {figures && weekAgo && (
        <FactNote>
          {weekAgoWords(
            metric,
            unit,
            figures.range.points(metric).stable,
            weekAgo,
          )}
        </FactNote>
      )}
    </>
  );
}

function Where({ rollout }: { rollout: RolloutSummary }) {
  const figures = useFigures();
  const weekAgo = useContext(WeekAgo);
  const error =
    figures?.live.error ??
    figures?.range.fetched.error ??
    weekAgo?.fetched.error;
  return (
    <>
      <Place value={rollout.ref} />
      {error && (
        <FactNote>{`Not all could be read: ${failureMessage(error)}`}</FactNote>
      )}
    </>
  );
}

const COLUMNS: ReadonlyArray<FactColumn<RolloutSummary>> = [
  { title: 'Where', cell: rollout => <Where rollout={rollout} /> },
  {
    title: 'Success rate',
    figure: true,
    cell: () => (
      <Measured metric="successRate" title="success rate" unit="ratio" />
    ),
  },
  {
    title: 'p95 latency',
    figure: true,
    cell: () => <Measured metric="latencyP95" title="p95" unit="ms" />,
  },
  {
    title: 'Requests',
    figure: true,
    cell: () => <Measured metric="requestRate" title="requests" unit="req/s" />,
  },
];

/**
 * Overview card of a service: success rate, latency and requests of its stable
 * revisions, now and over 15 minutes, and a week ago. Not drawn without a rollout; that there
 * is none is said by the card of rollouts.
 */
export function GoldenMetricsCard() {
  const { entity } = useEntity();
  const entityRef = stringifyEntityRef(entity);
  const live = useEntityRollouts(entityRef);
  const { kubernetesId, labelSelector } = pointersOf(
    entity.metadata.annotations,
  );
  const found = live.rollouts.length > 0;
  const expected = useCardShown(
    entityRef,
    (kubernetesId ?? labelSelector) !== undefined,
    found,
  );
  if (!found && (!expected || live.status === 'ready')) return null;
  return (
    <InfoCard title="Golden metrics">
      <LiveGate
        reading={live}
        what="The golden metrics of this entity"
        needs={SEE_ROLLOUTS}
        skeleton={
          <SkeletonTable rows={2} columns={4} label="Loading golden metrics" />
        }
      >
        <FactTable
          label="Golden metrics"
          rows={[...live.rollouts].sort(byPlace)}
          keyOf={({ ref, uid }) => `${ref.cluster}/${uid}`}
          columns={COLUMNS}
          Around={AroundPlace}
        />
        <FactNote>
          A week ago: the median of the same 15 minutes, of the whole workload;
          in brackets how the last 15 minutes differ from it.
        </FactNote>
      </LiveGate>
    </InfoCard>
  );
}
