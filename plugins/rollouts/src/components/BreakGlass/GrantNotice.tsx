import Alert from '@mui/material/Alert';
import { BreakGlassGrant, shortRef } from '@slipway/plugin-break-glass-common';
import { clockTime } from '../../lib/breakGlass';

/** Says that somebody has broken the glass, until when and why. */
export function GrantNotice({ grant }: { grant: BreakGlassGrant }) {
  return (
    <Alert
      severity="warning"
      data-testid="break-glass-notice"
      sx={{ mt: 1.5, overflowWrap: 'anywhere' }}
    >
      {`${shortRef(grant.userEntityRef)} has broken the glass until ${clockTime(
        grant.until,
      )}: ${grant.reason}`}
    </Alert>
  );
}
