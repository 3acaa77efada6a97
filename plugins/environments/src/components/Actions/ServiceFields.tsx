import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import {
  CreateOptions,
  EnvironmentRow,
  versionSchema,
} from '@slipway/plugin-environments-common';
import { useId } from 'react';

type Services = EnvironmentRow['services'];

/** Which services run in an environment, and in which versions. */
export function ServiceFields(props: {
  /** As they are now. */
  services: Services;
  offered: CreateOptions['services'];
  chosen: Services;
  onChange: (services: Services) => void;
}) {
  const { services, offered, chosen, onChange } = props;
  const names = [
    ...new Set([...Object.keys(services), ...offered.map(({ name }) => name)]),
  ];
  return (
    <Box
      component="fieldset"
      sx={{ border: 0, m: 0, p: 0, display: 'grid', gap: 1 }}
    >
      <legend>Services</legend>
      {names.map(name => (
        <ServiceField
          key={name}
          name={name}
          versions={offered.find(one => one.name === name)?.versions ?? []}
          choice={chosen[name]}
          onChange={choice => {
            const { [name]: before, ...others } = chosen;
            if (!choice) {
              onChange(others);
            } else {
              // A service keeps its place in the order.
              onChange(
                before
                  ? { ...chosen, [name]: choice }
                  : { ...others, [name]: choice },
              );
            }
          }}
          before={services[name]}
        />
      ))}
    </Box>
  );
}

function ServiceField(props: {
  name: string;
  versions: readonly string[];
  choice: Services[string] | undefined;
  before: Services[string] | undefined;
  onChange: (choice: Services[string] | undefined) => void;
}) {
  const { name, versions, choice, before, onChange } = props;
  const list = useId();
  const problem =
    choice && versionSchema.safeParse(choice.version).error?.issues[0].message;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
      <FormControlLabel
        sx={{ flex: '1 1 200px', overflowWrap: 'anywhere' }}
        control={
          <Checkbox
            size="small"
            checked={choice !== undefined}
            onChange={(_, on) =>
              onChange(
                on ? before ?? { version: versions[0] ?? '' } : undefined,
              )
            }
          />
        }
        label={name}
      />
      {choice && (
        <>
          <TextField
            size="small"
            label="Version"
            value={choice.version}
            onChange={event =>
              onChange({ ...choice, version: event.target.value })
            }
            error={Boolean(problem)}
            helperText={problem}
            autoComplete="off"
            inputProps={{
              spellCheck: false,
              list,
              'aria-label': `Version of ${name}`,
            }}
            sx={{ flex: '1 1 160px' }}
          />
          <datalist id={list}>
            {versions.map(version => (
              <option key={version} value={version} />
            ))}
          </datalist>
        </>
      )}
    </Box>
  );
}
