import Alert from '@mui/material/Alert';
import { BreakGlassGrant, shortRef } from '@slipway/plugin-break-glass-common';
import { clockTime } from './grants';

/** Says that somebody has break-glass access, until when and why. */
export function GrantNotice({ grant }: { grant: BreakGlassGrant }) {
  return (
    <Alert
      severity="warning"
      data-testid="break-glass-notice"
      sx={{ mt: 1.5, overflowWrap: 'anywhere' }}
    >
      {`${shortRef(
        grant.userEntityRef,
      )} has break-glass access until ${clockTime(grant.until)}: ${
        grant.reason
      }`}
    </Alert>
  );
}
