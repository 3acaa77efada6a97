import { StateChip } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { GoldenMetrics } from '@slipway/plugin-metrics-common';
import { PodView, RevisionInPlay } from '@slipway/plugin-rollouts-common';
import { LiveRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { REVISION_STATES } from '../../lib/phaseState';
import { PodSquares } from '../Pods/PodSquares';
import { ContainerTags } from './ContainerTags';
import { Figures } from './Figures';
import { RevisionTrouble } from './RevisionTrouble';
import { ScaleDownNote } from './ScaleDownNote';

/** One revision in play: its roles, share of traffic, version, pods and golden metrics. */
export function RevisionCard(props: {
  inPlay: RevisionInPlay;
  pods: readonly PodView[];
  /** Names of the containers that the update changes: they are named first. */
  changed?: readonly string[];
  metrics: GoldenMetrics | undefined;
  /** Absent for a revision that is not measured. */
  metricsStatus?: LiveRevisionMetrics;
}) {
  const { inPlay, pods, metrics, metricsStatus } = props;
  const { side, title, revision, traffic, services, notes } = inPlay;
  const { changed = [] } = props;
  const { replicas, containers } = revision;
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label={`${title}, revision ${revision.revision}`}
      data-testid={`revision-card-${side}`}
      sx={{
        p: 2,
        borderTop: 3,
        borderTopColor: `var(--slipway-${side})`,
        display: 'grid',
        gap: 1.5,
        alignContent: 'start',
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          alignItems: 'center',
        }}
      >
        <Box
          component="h3"
          sx={{ m: 0, fontSize: 15, color: `var(--slipway-${side})` }}
        >
          {title}
        </Box>
        <span>{`rev ${revision.revision}`}</span>
        <ContainerTags
          containers={containers}
          changed={changed}
          testId={`image-tag-${side}`}
        />
        <Box
          component="span"
          sx={{ fontVariantNumeric: 'tabular-nums' }}
        >{`${replicas.ready}/${replicas.desired} ready`}</Box>
        <StateChip
          state={REVISION_STATES[revision.health]}
          label={
            revision.health === 'ScaledDown' ? 'Scaled down' : revision.health
          }
        />
      </Box>
      <Box sx={{ fontSize: 14 }} data-testid={`traffic-${side}`}>
        <b>{traffic}</b>
        {services.length > 0 && (
          <Box
            component="span"
            sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}
          >
            {`, ${services.join(', ')}`}
          </Box>
        )}
        {notes.map(note => (
          <Box key={note} sx={{ fontSize: 13, color: 'text.secondary' }}>
            {note}
          </Box>
        ))}
      </Box>
      <PodSquares pods={pods} />
      <RevisionTrouble revision={revision} pods={pods} />
      {metricsStatus && <Figures metrics={metrics} live={metricsStatus} />}
      <ScaleDownNote revision={revision} />
    </Paper>
  );
}
