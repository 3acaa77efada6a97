import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { BreakGlassAccess, shortRef } from '@slipway/plugin-break-glass-common';
import { useState } from 'react';
import { ConfirmDialog, ConfirmTarget } from '../actions/ConfirmDialog';
import { breakGlassApiRef } from './BreakGlassApi';
import { clockTime, minuteChoices } from './grants';

/** Asks for a reason and a time, and opens a break-glass grant for an entity. */
export function BreakGlassDialog(props: {
  /** Where the user is. */
  target: ConfirmTarget;
  /** The entity that the grant is for. */
  entityRef: string;
  /** Owner of the entity, who is notified. */
  ownerRef?: string;
  breakGlass: BreakGlassAccess;
  onOpened: () => void;
  onClose: () => void;
}) {
  const { target, entityRef, ownerRef, breakGlass, onOpened, onClose } = props;
  const api = useApi(breakGlassApiRef);
  const toasts = useApi(toastApiRef);
  const [minutes, setMinutes] = useState(breakGlass.defaultMinutes);
  const entity = shortRef(entityRef);
  const owner = ownerRef ? ` (${shortRef(ownerRef)})` : '';
  return (
    <ConfirmDialog
      open
      title={`Break the glass for ${entity}`}
      target={target}
      effect={`You may act on ${entity} in every cluster, as its owners may, until the time is over or you end it.`}
      warnings={[
        `Its owners${owner} are notified at once: who, why and until when.`,
        'Everything that you do is recorded under this grant.',
      ]}
      reason="required"
      confirmLabel="Break glass"
      tone="danger"
      notDone="Break-glass was not opened"
      onClose={onClose}
      onConfirm={async ({ reason = '' }) => {
        const grant = await api.open({ entityRef, reason, minutes });
        toasts.post({
          title: `You may act on ${entity} until ${clockTime(grant.until)}.`,
          status: 'success',
          timeout: 6_000,
        });
        onOpened();
      }}
    >
      <TextField
        select
        label="For how long"
        value={minutes}
        onChange={event => setMinutes(Number(event.target.value))}
        fullWidth
      >
        {minuteChoices(breakGlass).map(choice => (
          <MenuItem key={choice} value={choice}>{`${choice} minutes`}</MenuItem>
        ))}
      </TextField>
    </ConfirmDialog>
  );
}
