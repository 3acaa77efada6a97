import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { FollowUpProps } from '@slipway/plugin-portal-react';
import { rolloutActions, RolloutTypes } from '@slipway/plugin-rollouts-common';

/** What an abort does, and the way back: the same release again. */
export function RetryAfterAbort(props: FollowUpProps<RolloutTypes>) {
  const { effect, startNext } = props;
  return (
    <>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {effect}
      </Typography>
      <Button
        size="small"
        variant="outlined"
        // The toast has its own colours, dark in both themes.
        sx={{ color: 'var(--bui-fg-primary)', borderColor: 'currentcolor' }}
        onClick={() => startNext(rolloutActions.retry)}
      >
        Retry the release
      </Button>
    </>
  );
}
