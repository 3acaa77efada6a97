import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import {
  BreakGlassAccess,
  BreakGlassGrant,
} from '@slipway/plugin-break-glass-common';
import { useCallback, useState } from 'react';
import { actionFailure } from '../actions/actionFailure';
import { useTicking } from '../time/useNow';
import { breakGlassApiRef } from './BreakGlassApi';
import { clockTime, timeLeft } from './grants';
import { GrantNotice } from './GrantNotice';

/** Says who has break-glass access, until when and why; the holder may end it. */
export function BreakGlassBanner(props: {
  breakGlass: BreakGlassAccess | undefined;
  /** Called after an attempt to end the user's own grant: read access again. */
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
