import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import { MAX_REASON } from '@slipway/plugin-actions-common';
import {
  AcceptRiskTypes,
  RISK_SCOPES,
  scopeInWords,
} from '@slipway/plugin-security-common';
import { ActionFields } from '@slipway/plugin-portal-react';
import { useId } from 'react';
import { useRiskAccess } from '../../hooks/useRiskAccess';

/** Where a risk is accepted, until when, and why. */
export const RiskFields: ActionFields<AcceptRiskTypes> = props => {
  const { subject, draft, onChange } = props;
  const label = useId();
  const access = useRiskAccess(subject.entityRef).value;
  return (
    <>
      <FormControl>
        <FormLabel id={label}>It does not count</FormLabel>
        <RadioGroup
          aria-labelledby={label}
          value={draft.scope ?? 'service'}
          onChange={(_, chosen) => {
            const scope = RISK_SCOPES.find(each => each === chosen);
            onChange({ ...draft, scope });
          }}
        >
          {RISK_SCOPES.map(scope => (
            <FormControlLabel
              key={scope}
              value={scope}
              control={<Radio size="small" />}
              disabled={
                scope === 'everywhere' && access?.everywhere.allowed !== true
              }
              label={
                scope === 'everywhere' && access?.everywhere.allowed === false
                  ? `${scopeInWords({ ...subject, scope })}: ${
                      access.everywhere.reason
                    }`
                  : scopeInWords({ ...subject, scope })
              }
              sx={{ overflowWrap: 'anywhere' }}
            />
          ))}
        </RadioGroup>
      </FormControl>
      <TextField
        label="Until"
        type="date"
        required
        value={draft.until ?? ''}
        onChange={event => onChange({ ...draft, until: event.target.value })}
        InputLabelProps={{ shrink: true }}
        inputProps={{ max: access?.latest }}
        helperText={
          access
            ? `With this day, in UTC; ${access.latest} at the latest`
            : 'With this day, in UTC'
        }
      />
      <TextField
        label="Why it can be accepted"
        required
        multiline
        maxRows={4}
        value={draft.reason ?? ''}
        onChange={event => onChange({ ...draft, reason: event.target.value })}
        inputProps={{ maxLength: MAX_REASON }}
      />
    </>
  );
};
