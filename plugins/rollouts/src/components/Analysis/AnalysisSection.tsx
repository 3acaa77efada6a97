import { Section } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { AnalysisRunView, RolloutCore } from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { noRunText, splitRuns } from '../../lib/analysis';
import { RolloutButtons } from '../Actions/RolloutActions';
import { AnalysisRunCard } from './AnalysisRunCard';

/** AnalysisRuns: those of this attempt open, earlier ones at a press. */
export function AnalysisSection(props: {
  runs: readonly AnalysisRunView[];
  core: RolloutCore;
  buttons: RolloutButtons;
}) {
  const { runs, core, buttons } = props;
  const [showOlder, setShowOlder] = useState(false);
  const { current, older } = splitRuns(runs, core);
  return (
    <Section title="Analysis" count={runs.length}>
      {current.length === 0 && (
        <Typography color="text.secondary">
          {noRunText(core, older.length)}
        </Typography>
      )}
      <Box sx={{ display: 'grid', gap: 2 }}>
        {current.map(run => (
          <AnalysisRunCard key={run.uid} run={run} buttons={buttons} />
        ))}
        {showOlder &&
          older.map(run => (
            <AnalysisRunCard key={run.uid} run={run} buttons={buttons} />
          ))}
      </Box>
      {older.length > 0 && (
        <Button
          size="small"
          aria-expanded={showOlder}
          onClick={() => setShowOlder(!showOlder)}
        >
          {showOlder ? 'Hide earlier runs' : `Show ${older.length} earlier`}
        </Button>
      )}
    </Section>
  );
}
