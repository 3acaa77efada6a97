import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useTicking } from '@slipway/plugin-portal-react';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';
import { RolloutBreakGlass } from '@slipway/plugin-rollouts-common';
import { useCallback, useState } from 'react';
import { breakGlassApiRef } from '../../api/BreakGlassApi';
import { actionFailure } from '../../lib/actionFailure';
import { clockTime, timeLeft } from '../../lib/breakGlass';
import { GrantNotice } from './GrantNotice';

/** Says who has broken the glass, until when and why; the holder may end it. */
export function BreakGlassBanner(props: {
  breakGlass: RolloutBreakGlass | undefined;
  onEnded: () => void;
}) {
  const { breakGlass, onEnded } = props;
  if (!breakGlass) return null;
  const { grant, others } = breakGlass;
  return (
    <>
      {grant && <OwnGrant grant={grant} onEnded={onEnded} />}
      {others.map(other => (
        <GrantNotice key={other.id} grant={other} />
      ))}
    </>
  );
}

function OwnGrant(props: { grant: BreakGlassGrant; onEnded: () => void }) {
  const { grant, onEnded } = props;
  const api = useApi(breakGlassApiRef);
  const toasts = useApi(toastApiRef);
  const [ending, setEnding] = useState(false);
  const left = useTicking(
    useCallback(now => timeLeft(grant.until, now), [grant.until]),
  );

  const end = async () => {
    if (ending) return;
    setEnding(true);
    try {
      await api.end(grant.id);
    } catch (error) {
      const { kind, message } = actionFailure(error);
      toasts.post({
        title:
          kind === 'unknown'
            ? 'It is not known whether break-glass was ended'
            : 'Break-glass was not ended',
        description: message,
        status: 'danger',
      });
    } finally {
      setEnding(false);
      // Also after a failure: it may have come to its end by itself.
      onEnded();
    }
  };

  return (
    <Alert
      severity="warning"
      variant="outlined"
      sx={{ mt: 1.5 }}
      action={
        <Button
          color="inherit"
          size="small"
          variant="outlined"
          aria-busy={ending}
          onClick={end}
        >
          End now
        </Button>
      }
    >
      <Box data-testid="break-glass" sx={{ overflowWrap: 'anywhere' }}>
        {`Break-glass until ${clockTime(grant.until)} (${left}): ${
          grant.reason
        }`}
      </Box>
    </Alert>
  );
}
