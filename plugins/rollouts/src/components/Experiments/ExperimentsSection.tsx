import { Section } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { ExperimentCard } from './ExperimentCard';

/** Experiments of the rollout: the one that runs, or the newest, open; earlier ones at a press. Nothing without any. */
export function ExperimentsSection({ detail }: { detail: RolloutDetail }) {
  const [all, setAll] = useState(false);
  const { experiments = [], core } = detail;
  if (experiments.length === 0) return null;
  const shown = experiments.filter(
    (experiment, index) => all || experiment.current || index === 0,
  );
  const earlier = experiments.length - shown.length;
  return (
    <Section title="Experiments" count={experiments.length}>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr)',
          gap: 2,
        }}
      >
        {shown.map(experiment => (
          <ExperimentCard
            key={experiment.uid}
            experiment={experiment}
            serving={core.serving}
          />
        ))}
      </Box>
      {(earlier > 0 || all) && (
        <Button size="small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Hide earlier experiments' : `Show ${earlier} earlier`}
        </Button>
      )}
    </Section>
  );
}
