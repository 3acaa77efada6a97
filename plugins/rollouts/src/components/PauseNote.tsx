import { Countdown } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { Elapsed } from './Elapsed';

/**
 * What a pause waits for: a countdown where the controller goes on by itself,
 * else since when it waits for a person. Nothing when it is not paused.
 */
export function PauseNote({
  rollout,
}: {
  rollout: Pick<RolloutSummary, 'pauses'>;
}) {
  const timed = rollout.pauses.find(pause => pause.endsAt);
  const pause = rollout.pauses[0];
  if (!pause) return null;
  return (
    <Box component="span">
      {timed?.endsAt ? (
        <>
          goes on in <Countdown until={timed.endsAt} />
        </>
      ) : (
        <>
          waiting {pause.startedAt && <Elapsed since={pause.startedAt} />} for a
          person
        </>
      )}
    </Box>
  );
}
