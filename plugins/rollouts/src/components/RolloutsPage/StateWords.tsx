import { styled } from '@mui/material/styles';
import { RolloutSummary, trafficNote } from '@slipway/plugin-rollouts-common';
import { PauseNote } from '../PauseNote';
import { RestartNote } from '../RestartNote';

const Lines = styled('div')(({ theme }) => ({
  fontSize: 12,
  color: theme.palette.text.secondary,
  display: '-webkit-box',
  WebkitLineClamp: 2,
  WebkitBoxOrient: 'vertical',
  overflow: 'hidden',
  overflowWrap: 'anywhere',
}));

/** What must be said of traffic, the message, what the pause waits for and where a restart stands; on two lines at most. */
export function StateWords({ rollout }: { rollout: RolloutSummary }) {
  const words = [trafficNote(rollout), rollout.message]
    .filter(Boolean)
    .join(' ');
  return (
    <Lines title={words}>
      {words}
      {words && rollout.pauses.length > 0 && ', '}
      <PauseNote rollout={rollout} /> <RestartNote rollout={rollout} />
    </Lines>
  );
}
