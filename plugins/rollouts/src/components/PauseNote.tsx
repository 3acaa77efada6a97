import {
  Countdown,
  formatAbsolute,
  useTicking,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import {
  decisivePause,
  PauseView,
  RolloutSummary,
  waitWords,
} from '@slipway/plugin-rollouts-common';
import { useCallback } from 'react';
import { Elapsed } from './Elapsed';

/**
 * What a pause waits for: a countdown where the controller resumes by itself,
 * else since when it waits for a user, and for what. Nothing when it is not
 * paused.
 */
export function PauseNote({
  rollout,
}: {
  rollout: Pick<RolloutSummary, 'pauses'>;
}) {
  const pause = decisivePause(rollout.pauses);
  if (!pause) return null;
  return (
    <Box component="span" data-testid="pause-note">
      {pause.endsAt ? <TimedPause endsAt={pause.endsAt} /> : wait(pause)}
    </Box>
  );
}

function wait(pause: PauseView) {
  const words = waitWords(pause);
  return (
    <>
      waiting
      {pause.startedAt && (
        <>
          {' '}
          <Elapsed since={pause.startedAt} />
        </>
      )}
      {words.startsWith(':') ? words : ` ${words}`}
    </>
  );
}

/** How long a controller takes to react, ms: before that it is not late. */
const REACTS_WITHIN_MS = 15_000;

/** Counts down to the end. When it has passed and the controller has not reacted, since when it is due. */
function TimedPause({ endsAt }: { endsAt: string }) {
  const late = useTicking(
    useCallback(now => now > Date.parse(endsAt) + REACTS_WITHIN_MS, [endsAt]),
  );
  return late ? (
    <>{`due since ${formatAbsolute(endsAt)}: the controller has not reacted`}</>
  ) : (
    <>
      continues in <Countdown until={endsAt} />
    </>
  );
}
