import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import {
  EnvironmentActionTypes,
  extendedEnd,
  SIZE_LIMITS,
  SIZES,
  ttlProblem,
} from '@slipway/plugin-environments-common';
import {
  ActionFields,
  formatAbsolute,
  useFetched,
  useNow,
} from '@slipway/plugin-portal-react';
import { environmentsApiRef } from '../../api/EnvironmentsApi';
import { ServiceFields } from './ServiceFields';

/** Hours that one press extends by. */
const OFTEN = [2, 8, 24, 72] as const;

/** By how many hours the end moves, and when that is. The rule is that of the backend. */
export const ExtendFields: ActionFields<EnvironmentActionTypes> = props => {
  const { subject, draft, onChange } = props;
  const { hours } = draft;
  const api = useApi(environmentsApiRef);
  const options = useFetched('options', () => api.getOptions());
  const now = useNow();
  const end =
    subject.expiresAt !== null && hours
      ? extendedEnd(subject.expiresAt, hours, now)
      : undefined;
  const ttl = options.value?.ttl;
  const problem = end && ttl && ttlProblem(end, now, ttl);
  return (
    <Box sx={{ display: 'grid', gap: 1 }}>
      <Box role="group" aria-label="Hours" sx={{ display: 'flex', gap: 1 }}>
        {OFTEN.map(each => (
          <Button
            key={each}
            size="small"
            variant={hours === each ? 'contained' : 'outlined'}
            aria-pressed={hours === each}
            onClick={() => onChange({ hours: each })}
          >
            {`${each} h`}
          </Button>
        ))}
      </Box>
      <TextField
        label="Hours"
        type="number"
        size="small"
        value={hours ?? ''}
        onChange={event => {
          const value = Math.round(Number(event.target.value));
          onChange(value >= 1 ? { hours: value } : {});
        }}
        inputProps={{ min: 1, step: 1 }}
        error={Boolean(problem)}
        helperText={
          problem ??
          [
            end && `It would end at ${formatAbsolute(end)}.`,
            ttl && `At most ${ttl.maxHours} hours from now.`,
          ]
            .filter(Boolean)
            .join(' ')
        }
        sx={{ maxWidth: 420 }}
      />
    </Box>
  );
};

/** Another size or other services; only what differs is sent. */
export const ChangeFields: ActionFields<EnvironmentActionTypes> = props => {
  const { subject, draft, onChange } = props;
  const api = useApi(environmentsApiRef);
  const options = useFetched('options', () => api.getOptions());
  const { size: _, ...withoutSize } = draft;
  return (
    <Box sx={{ display: 'grid', gap: 2, mt: 1 }}>
      <TextField
        select
        label="Size"
        size="small"
        value={draft.size ?? subject.size}
        onChange={({ target: { value } }) =>
          onChange(
            value === subject.size
              ? withoutSize
              : { ...withoutSize, size: value },
          )
        }
        fullWidth
      >
        {SIZES.map(size => {
          const { cpu, memoryGi, pods } = SIZE_LIMITS[size];
          return (
            <MenuItem key={size} value={size}>
              {`${size}: ${cpu} CPUs, ${memoryGi} Gi, ${pods} pods`}
            </MenuItem>
          );
        })}
      </TextField>
      {options.status === 'failed' && (
        <Alert severity="info">
          Which other services there are could not be read: those that are in it
          can be changed.
        </Alert>
      )}
      <ServiceFields
        services={subject.services}
        offered={options.value?.services ?? []}
        chosen={draft.services ?? subject.services}
        onChange={services => {
          const { services: _before, ...rest } = draft;
          onChange(
            JSON.stringify(services) === JSON.stringify(subject.services)
              ? rest
              : { ...rest, services },
          );
        }}
      />
    </Box>
  );
};

/** What an environment holds, before it is planned to destroy it. */
export const DestroyFacts: ActionFields<EnvironmentActionTypes> = ({
  subject,
}) => {
  const { services, outputs, cluster } = subject;
  return (
    <Box>
      What is there now:
      <Box component="ul" sx={{ m: 0, pl: 3 }}>
        {Object.entries(services).map(([name, { version }]) => (
          <li key={name}>{`service ${name} ${version}`}</li>
        ))}
        {outputs.namespace && (
          <li>
            {`namespace ${outputs.namespace}`}
            {cluster && ` in ${cluster}`}
          </li>
        )}
        {outputs.secretsPath && (
          <li>{`secrets below ${outputs.secretsPath}`}</li>
        )}
      </Box>
      The plan lists every resource.
    </Box>
  );
};
