import { JsonObject, JsonValue } from '@backstage/types';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { DraftProblem } from '@slipway/plugin-chaos-common';
import { messageAt } from '../../../lib/problems';

const objectOf = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value
    : {};

/** What a status check asks, how often, and what becomes of the workflow when it fails. */
export function StatusCheckFields(props: {
  template: JsonObject;
  path: string;
  problems: readonly DraftProblem[];
  onChange: (template: JsonObject) => void;
}) {
  const { template, path, problems, onChange } = props;
  const check = objectOf(template.statusCheck);
  const http = objectOf(check.http);
  const criteria = objectOf(http.criteria);
  const set = (change: JsonObject) =>
    onChange({ ...template, statusCheck: { ...check, ...change } });
  const text = (
    label: string,
    value: string,
    at: string,
    help: string,
    onText: (text: string) => void,
  ) => {
    const message = messageAt(problems, `${path}.statusCheck.${at}`);
    return (
      <TextField
        size="small"
        fullWidth
        label={label}
        value={value}
        error={message !== undefined}
        helperText={message ?? help}
        onChange={event => onText(event.target.value)}
        inputProps={{ spellCheck: false }}
      />
    );
  };
  const count = (
    member: 'intervalSeconds' | 'failureThreshold' | 'successThreshold',
    label: string,
    help: string,
  ) => (
    <TextField
      size="small"
      type="number"
      label={label}
      value={typeof check[member] === 'number' ? check[member] : ''}
      helperText={help}
      onChange={event => set({ [member]: Number(event.target.value) })}
      inputProps={{ min: 1 }}
    />
  );
  return (
    <>
      {text(
        'Address',
        String(http.url ?? ''),
        'http.url',
        'Asked by the Chaos Mesh controller, from inside of the cluster.',
        url => set({ http: { ...http, url } }),
      )}
      {text(
        'Expected status code',
        String(criteria.statusCode ?? ''),
        'http.criteria.statusCode',
        'One code or a range, as 200-299. The body is not looked at.',
        statusCode =>
          set({ http: { ...http, criteria: { ...criteria, statusCode } } }),
      )}
      {count(
        'intervalSeconds',
        'Seconds between two checks',
        'The first check runs after this time, not at once.',
      )}
      {count(
        'failureThreshold',
        'Failures in a row until it has failed',
        'Each has at most the timeout of the check, 1 s by default.',
      )}
      {count(
        'successThreshold',
        'Successes in a row until it has succeeded',
        'Then the step is finished.',
      )}
      <FormControlLabel
        control={
          <Switch
            checked={template.abortWithStatusCheck === true}
            onChange={event =>
              onChange({
                ...template,
                abortWithStatusCheck: event.target.checked,
              })
            }
          />
        }
        label="Abort the whole workflow when it has failed"
      />
    </>
  );
}
