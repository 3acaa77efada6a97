import {
  Countdown,
  RelativeTime,
  StateChip,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import {
  experimentEndWords,
  ExperimentView,
  hasExperimentEnded,
  Serving,
  TrafficShare,
} from '@slipway/plugin-rollouts-common';
import { experimentState } from '../../lib/experimentState';
import { ExperimentTemplates } from './ExperimentTemplates';

/** One experiment: its phase and when it ends, its templates with pods and traffic, its analyses. */
export function ExperimentCard(props: {
  experiment: ExperimentView;
  /** Who serves. Only a router reports the share of a template, and only while the experiment runs. */
  serving: Serving;
}) {
  const { experiment, serving } = props;
  const { name, phase, message, stepIndex, analyses } = experiment;
  const shares = sharesOf(experiment, serving);
  return (
    <Box component="section" aria-label={`Experiment ${name}`}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
        }}
      >
        <Box component="h4" sx={{ m: 0, overflowWrap: 'anywhere' }}>
          {name}
        </Box>
        <StateChip
          state={experimentState(phase)}
          label={phase ?? 'no status yet'}
        />
        {stepIndex !== undefined && <span>{`step ${stepIndex + 1}`}</span>}
        <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
          created <RelativeTime at={experiment.createdAt} />
        </Box>
        <End experiment={experiment} />
      </Box>
      {message && <Box sx={{ overflowWrap: 'anywhere' }}>{message}</Box>}
      <ExperimentTemplates experiment={experiment} shares={shares} />
      {analyses.length > 0 && (
        <Box
          component="ul"
          aria-label="Analyses of the experiment"
          sx={{ listStyle: 'none', m: 0, mt: 1, p: 0, fontSize: 14 }}
        >
          {analyses.map(analysis => (
            <Box
              component="li"
              key={analysis.name}
              sx={{
                display: 'flex',
                flexWrap: 'wrap',
                alignItems: 'center',
                columnGap: 1,
                py: 0.25,
                overflowWrap: 'anywhere',
              }}
            >
              <b>{`analysis ${analysis.name}`}</b>
              <StateChip
                state={experimentState(analysis.phase)}
                label={analysis.phase ?? 'not started'}
              />
              {analysis.required && <span>required</span>}
              {analysis.message && <span>{analysis.message}</span>}
              {analysis.analysisRun && (
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {analysis.analysisRun}
                </Box>
              )}
            </Box>
          ))}
        </Box>
      )}
    </Box>
  );
}

/** Shares of the experiment's templates; undefined where nobody reports them. */
function sharesOf(
  { current, phase }: ExperimentView,
  { source, unknown, shares }: Serving,
): TrafficShare[] | undefined {
  if (!current || hasExperimentEnded(phase)) return [];
  if (source !== 'router' || unknown !== undefined) return undefined;
  return shares.filter(({ role }) => role === 'experiment');
}

function End({ experiment }: { experiment: ExperimentView }) {
  if (hasExperimentEnded(experiment.phase)) return null;
  const words = experimentEndWords(experiment);
  return (
    <Box component="span" data-testid="experiment-end" sx={{ fontSize: 13 }}>
      {experiment.endsAt && !experiment.terminating && (
        <>
          ends in <Countdown until={experiment.endsAt} />{' '}
        </>
      )}
      {words}
    </Box>
  );
}
