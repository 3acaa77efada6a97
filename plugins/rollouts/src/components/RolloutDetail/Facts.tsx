import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { RolloutCore } from '@slipway/plugin-rollouts-common';
import { ReactNode } from 'react';

/** Plain facts about what is not a plain canary: blue-green, experiment, referenced workload. */
export function Facts({ core }: { core: RolloutCore }) {
  const facts = factsOf(core);
  if (facts.length === 0) return null;
  return (
    <Paper
      variant="outlined"
      component="dl"
      aria-label="About this rollout"
      sx={{
        display: 'grid',
        gridTemplateColumns: 'max-content minmax(0, 1fr)',
        columnGap: 2,
        rowGap: 0.5,
        m: 0,
        mb: 2,
        p: 2,
        fontSize: 14,
      }}
    >
      {facts.map(([term, value]) => (
        <Box key={term} sx={{ display: 'contents' }}>
          <Box component="dt" sx={{ color: 'text.secondary' }}>
            {term}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: 'anywhere' }}>
            {value}
          </Box>
        </Box>
      ))}
    </Paper>
  );
}

function factsOf(core: RolloutCore): Array<[string, ReactNode]> {
  const { blueGreen, canaryServices, experiment, workloadRef } = core;
  const facts: Array<[string, ReactNode]> = [];
  if (core.strategy === 'unknown') {
    facts.push(['Strategy', 'neither canary nor blue-green']);
  }
  if (blueGreen) {
    const side = (service?: string, hash?: string) =>
      service
        ? `service ${service}, pod hash ${hash ?? 'unknown'}`
        : 'no service';
    facts.push(
      ['Strategy', 'blue-green'],
      ['Active', side(blueGreen.activeService, blueGreen.activeSelector)],
      ['Preview', side(blueGreen.previewService, blueGreen.previewSelector)],
      [
        'Promotion',
        blueGreen.autoPromotionEnabled
          ? 'by itself, when the preview is ready'
          : 'by a person',
      ],
    );
  }
  if (canaryServices?.stable) {
    facts.push(['Stable Service', canaryServices.stable]);
  }
  if (canaryServices?.canary) {
    facts.push(['Canary Service', canaryServices.canary]);
  }
  if (workloadRef) {
    facts.push([
      'Template from',
      `${workloadRef.kind} ${workloadRef.name}: undo and set image change that object`,
    ]);
  }
  if (experiment) {
    facts.push([
      'Experiment',
      `${experiment.name}: ${experiment.status ?? 'no status yet'}`,
    ]);
  }
  return facts;
}
