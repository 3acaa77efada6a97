import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ConfirmDialog } from '@slipway/plugin-portal-react';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { shortRef } from '@slipway/plugin-break-glass-common';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  RolloutAccess,
  RolloutBreakGlass,
} from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { breakGlassApiRef } from '../../api/BreakGlassApi';
import { actionFailure } from '../../lib/actionFailure';
import { clockTime, minuteChoices } from '../../lib/breakGlass';

/** Asks for a reason and a time, and breaks the glass for the entity of a rollout. */
export function BreakGlassDialog(props: {
  target: ObjectRef;
  entityRef: string;
  ownerRef: RolloutAccess['ownerRef'];
  breakGlass: RolloutBreakGlass;
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
      target={{ ...target, kind: 'Rollout' }}
      effect={`You may act on every rollout of ${entity}, in every cluster, as its owners may, until the time is over or you end it.`}
      hesitations={[
        `Its owners${owner} are told at once: who, why and until when.`,
        'Everything that you do is recorded under this grant.',
      ]}
      reason="required"
      confirmLabel="Break glass"
      tone="danger"
      onClose={onClose}
      onConfirm={async ({ reason = '' }) => {
        try {
          const grant = await api.open({ entityRef, reason, minutes });
          toasts.post({
            title: `You may act on ${entity} until ${clockTime(grant.until)}.`,
            status: 'success',
            timeout: 6_000,
          });
          onOpened();
        } catch (error) {
          const { kind, message } = actionFailure(error);
          throw new Error(
            kind === 'unknown'
              ? message
              : `The glass was not broken. ${message}`,
          );
        }
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
