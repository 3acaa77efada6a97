import {
  absenceIn,
  ActivitySection,
  EmptyState,
  FreshnessNote,
  LiveGate,
  missingSources,
  PartialNote,
  SkeletonCard,
  useLiveConnection,
  WorkloadSections,
} from '@slipway/plugin-portal-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { useRevisionMetrics } from '../../hooks/useRevisionMetrics';
import {
  LiveRolloutDetail,
  useRolloutDetail,
} from '../../hooks/useRolloutDetail';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { useRolloutButtons } from '../Actions/RolloutActions';
import { AnalysisSection } from '../Analysis/AnalysisSection';
import { EventsSection } from '../Events/EventsSection';
import { ExperimentsSection } from '../Experiments/ExperimentsSection';
import { HistorySection } from '../History/HistorySection';
import { MetricsSection } from '../Metrics/MetricsSection';
import { PodsSection } from '../Pods/PodsSection';
import { RevisionCards } from '../RevisionCards/RevisionCards';
import { DetailHeader } from './DetailHeader';
import { FailureNote } from './FailureNote';
import { Facts } from './Facts';
import { ProgressPanel } from './ProgressPanel';
import { TroubleNote } from './TroubleNote';

/** Everything about one rollout, live. */
export function RolloutDetailView({ target }: { target: ObjectRef }) {
  const live = useRolloutDetail(target);
  if (live.detail) return <Detail live={live} detail={live.detail} />;
  const isGone = live.error?.name === 'NotFoundError';
  return (
    <LiveGate
      reading={isGone ? { status: 'ready' } : live}
      what="The rollout"
      needs={SEE_ROLLOUTS}
      notLost="Nothing in the cluster was changed."
      skeleton={
        <Box sx={{ display: 'grid', gap: 2 }}>
          <SkeletonCard lines={3} minHeight={170} label="Loading the rollout" />
          <SkeletonCard lines={5} minHeight={220} label="Loading revisions" />
        </Box>
      }
    >
      <NotThere target={target} live={live} />
    </LiveGate>
  );
}

function NotThere(props: { target: ObjectRef; live: LiveRolloutDetail }) {
  const { target, live } = props;
  const { cluster, namespace, name } = target;
  const connection = useLiveConnection();
  const own = live.freshness.filter(({ source }) => source === cluster);
  if (
    live.status === 'ready' &&
    absenceIn(cluster, live.freshness) !== 'certain'
  ) {
    return (
      <>
        <FreshnessNote freshness={own} connection={connection} />
        <EmptyState
          title={`It is not known whether there is a rollout ${name} in ${cluster}/${namespace}`}
          description={`${
            own[0]?.reason ?? `Cluster ${cluster} has not been read yet`
          }. This page fills by itself as soon as the cluster answers.`}
        />
      </>
    );
  }
  return (
    <>
      <PartialNote missing={missingSources(own)} />
      <EmptyState
        title={`There is no rollout ${name} in ${cluster}/${namespace}`}
        description="It may have been deleted or renamed. If it is created, it appears here by itself."
      />
    </>
  );
}

function Detail(props: { live: LiveRolloutDetail; detail: RolloutDetail }) {
  const { live, detail } = props;
  const { core } = detail;
  const metrics = useRevisionMetrics(core.ref);
  const buttons = useRolloutButtons(detail, live.deleted);
  return (
    <Box sx={{ minWidth: 0 }}>
      <DetailHeader
        detail={detail}
        buttons={buttons}
        freshness={live.freshness}
        deleted={live.deleted}
      />
      {live.deleted && (
        <Alert severity="warning" sx={{ mb: 2 }}>
          This rollout was deleted from the cluster. What was last known is
          shown below, greyed. If it is created again, this page follows it.
        </Alert>
      )}
      <Box
        data-testid="rollout-body"
        sx={
          live.deleted ? { opacity: 0.55, filter: 'grayscale(1)' } : undefined
        }
      >
        <TroubleNote detail={detail} />
        <FailureNote core={core} />
        <ProgressPanel core={core} />
        <RevisionCards detail={detail} metrics={metrics} />
        <WorkloadSections workload={{ kind: 'Rollout', ref: core.ref }} />
        <ExperimentsSection detail={detail} />
        <Facts core={core} />
        <AnalysisSection
          runs={detail.analysisRuns}
          core={core}
          buttons={buttons}
        />
        <MetricsSection core={core} live={metrics} />
        <PodsSection pods={detail.pods} revisions={detail.revisions} />
        <HistorySection detail={detail} buttons={buttons} />
        <ActivitySection
          target={core.ref}
          kind="Rollout"
          noun="rollout"
          entityRef={
            core.entity.state === 'bound' ? core.entity.entityRef : undefined
          }
        />
        <EventsSection events={detail.events} />
      </Box>
    </Box>
  );
}
