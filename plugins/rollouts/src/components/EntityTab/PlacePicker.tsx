import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Box from '@mui/material/Box';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { formatRef } from '../../lib/ref';
import { RolloutPhaseChip } from '../RolloutPhaseChip';

/** Chooses one of the places where a service runs, each with its state. */
export function PlacePicker(props: {
  rollouts: readonly RolloutSummary[];
  chosen: ObjectRef;
  onChoose: (ref: ObjectRef) => void;
}) {
  const { rollouts, chosen, onChoose } = props;
  // Two rollouts in one namespace are distinguished by name.
  const places = rollouts.map(({ ref }) => `${ref.cluster}/${ref.namespace}`);
  const twice = new Set(places).size < places.length;
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label="Where"
      value={formatRef(chosen)}
      sx={{ flexWrap: 'wrap' }}
    >
      {rollouts.map(rollout => (
        <ToggleButton
          key={rollout.uid}
          value={formatRef(rollout.ref)}
          onClick={() => onChoose(rollout.ref)}
          sx={{ gap: 1 }}
        >
          <Box component="span">
            {twice
              ? formatRef(rollout.ref)
              : `${rollout.ref.cluster}/${rollout.ref.namespace}`}
          </Box>
          <RolloutPhaseChip phase={rollout.phase} />
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
