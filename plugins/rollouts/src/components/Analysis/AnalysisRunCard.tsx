import {
  ActionButton,
  RelativeTime,
  StateChip,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import {
  AnalysisRunView,
  hasEnded,
  rolloutActions,
} from '@slipway/plugin-rollouts-common';
import { ANALYSIS_STATES } from '../../lib/phaseState';
import { RolloutButtons } from '../Actions/RolloutActions';
import { CopyText } from '../CopyText';
import { AnalysisMetric } from './AnalysisMetric';
import { LongText } from './LongText';
import { RunArguments } from './MetricRule';

/** One AnalysisRun: phase, verdict, and each metric against its limits. */
export function AnalysisRunCard(props: {
  run: AnalysisRunView;
  buttons: RolloutButtons;
}) {
  const { run, buttons } = props;
  const running = !hasEnded(run.phase) && !run.terminating;
  return (
    <Box
      component="section"
      aria-label={`AnalysisRun ${run.name}`}
      data-testid="analysis-run"
      sx={{ display: 'grid', gap: 1 }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          alignItems: 'center',
        }}
      >
        <span data-testid="analysis-phase">
          <StateChip
            state={run.inconsequential ? 'unknown' : ANALYSIS_STATES[run.phase]}
            label={run.phase}
          />
        </span>
        <b>
          <CopyText text={run.name} />
        </b>
        <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
          {whatFor(run)}
          {run.startedAt && (
            <>
              , started <RelativeTime at={run.startedAt} />
            </>
          )}
        </Box>
        {run.terminating && !hasEnded(run.phase) && <span>terminating</span>}
        {run.terminated && hasEnded(run.phase) && (
          <Chip size="small" label="terminated" sx={{ m: 0 }} />
        )}
        {running && (
          <ActionButton
            {...buttons.button(rolloutActions['terminate-analysis'], {
              analysisRun: run.name,
              uid: run.uid,
            })}
            size="small"
            variant="outlined"
          />
        )}
      </Box>
      {run.verdict && (
        <Box data-testid="analysis-verdict" sx={{ overflowWrap: 'anywhere' }}>
          {run.verdict}
        </Box>
      )}
      {run.message && !run.verdict?.includes(run.message) && (
        <Box
          data-testid="analysis-message"
          sx={{ fontSize: 13, color: 'text.secondary' }}
        >
          Controller:{' '}
          <LongText text={run.message} what="message" length={240} />
        </Box>
      )}
      {run.args && <RunArguments args={run.args} />}
      {run.metrics.map(metric => (
        <AnalysisMetric key={metric.name} metric={metric} />
      ))}
    </Box>
  );
}

const TYPES: Record<AnalysisRunView['type'], string> = {
  Step: 'step',
  Background: 'background',
  PrePromotion: 'before promotion',
  PostPromotion: 'after promotion',
  Other: 'other',
};

function whatFor(run: AnalysisRunView): string {
  const step = run.stepIndex === undefined ? '' : ` ${run.stepIndex + 1}`;
  const revision =
    run.revision === undefined ? '' : `, revision ${run.revision}`;
  const what = run.experiment
    ? `experiment ${run.experiment}`
    : `${TYPES[run.type]}${step}`;
  return `${what}${revision}`;
}
