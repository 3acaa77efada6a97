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

/** @see rollout/pause.go `CompletedBlueGreenPause` */
function promotionText({
  autoPromotionEnabled,
  autoPromotionSeconds,
}: NonNullable<RolloutCore['blueGreen']>): string {
  if (!autoPromotionEnabled) return 'manual';
  return autoPromotionSeconds
    ? `automatic, ${autoPromotionSeconds} s after the preview is ready`
    : 'automatic, when the preview is ready';
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
        ? `Service ${service}, ${
            hash ? `pod template hash ${hash}` : 'no selector reported'
          }`
        : 'no Service';
    facts.push(
      [
        'Strategy',
        core.strategy === 'canary'
          ? 'both canary and blue-green: the controller refuses such a spec and does nothing until one of them is removed'
          : 'blue-green',
      ],
      ['Active', side(blueGreen.activeService, blueGreen.activeSelector)],
      ['Preview', side(blueGreen.previewService, blueGreen.previewSelector)],
      ['Promotion', promotionText(blueGreen)],
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
  const available = core.conditions.find(({ type }) => type === 'Available');
  if (available?.status === 'False' && available.message) {
    facts.push(['Availability', available.message]);
  }
  return facts;
}
