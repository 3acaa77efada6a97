import { JsonObject } from '@backstage/types';
import { useApi } from '@backstage/frontend-plugin-api';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import FormControlLabel from '@mui/material/FormControlLabel';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import Form from '@rjsf/material-ui';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { DraftProblem, FaultDraft } from '@slipway/plugin-chaos-common';
import {
  ErrorState,
  SkeletonCard,
  useFetched,
} from '@slipway/plugin-portal-react';
import { useMemo, useState } from 'react';
import { chaosApiRef } from '../../api/ChaosApi';
import { endless, fieldErrors, formSchema } from '../../lib/formSchema';

/** The server judges; this one only finds the branch of a schema that a value is in. */
const validator = customizeValidator({
  ajvOptionsOverrides: { strict: false, validateFormats: false },
});

const UI = {
  'ui:submitButtonOptions': { norender: true },
  'ui:order': ['action', '*', 'mode', 'value', 'selector', 'duration'],
} as const;

/** A form made of the schema that the cluster's CRD has: what the fault sets, and all else at a switch. */
export function FaultForm(props: {
  cluster: string;
  draft: FaultDraft;
  /** The fault is a part of this: it has no name of its own, and in a workflow no duration. */
  inside?: 'workflow' | 'schedule';
  problems: readonly DraftProblem[];
  onChange: (draft: FaultDraft) => void;
}) {
  const { cluster, draft, inside, problems, onChange } = props;
  const api = useApi(chaosApiRef);
  const { kind, name, spec } = draft;
  const [all, setAll] = useState(false);
  const fetched = useFetched(`${cluster} ${kind}`, async () => {
    const clusters = await api.getKinds({ cluster, kind });
    return clusters.flatMap(one => one.kinds).find(one => one.kind === kind);
  });
  const whole = fetched.value?.schema;
  const schema = useMemo(
    () =>
      whole &&
      formSchema(inside === 'workflow' ? endless(whole) : whole, spec, all),
    [whole, spec, all, inside],
  );
  const ordered = useMemo(
    () => ({ ...UI, 'ui:order': orderOf(schema) }),
    [schema],
  );
  if (fetched.status === 'loading') {
    return <SkeletonCard lines={6} label="Reading the schema" />;
  }
  if (fetched.status === 'failed') {
    return (
      <ErrorState
        title="The schema could not be read"
        error={fetched.error}
        notLost="The fault can be written as YAML."
        onRetry={fetched.reload}
      />
    );
  }
  if (!schema) {
    return (
      <Alert severity="info">
        {`${
          fetched.value?.reason ?? `${kind} is not installed in ${cluster}.`
        } It can be written as YAML.`}
      </Alert>
    );
  }
  return (
    <Box sx={{ maxWidth: 720, minWidth: 0 }}>
      {!inside && (
        <TextField
          size="small"
          fullWidth
          label="Name"
          value={name}
          onChange={event => onChange({ ...draft, name: event.target.value })}
          inputProps={{ spellCheck: false }}
        />
      )}
      <FormControlLabel
        control={
          <Switch
            checked={all}
            onChange={event => setAll(event.target.checked)}
          />
        }
        label="Show all fields of the kind"
      />
      <Form
        tagName="div"
        schema={{ ...schema, title: undefined, description: undefined }}
        uiSchema={ordered}
        formData={spec}
        validator={validator}
        noValidate
        noHtml5Validate
        showErrorList={false}
        extraErrors={fieldErrors(problems)}
        onChange={({ formData }) =>
          formData && onChange({ ...draft, spec: formData })
        }
      />
    </Box>
  );
}

/** Only names that the schema has may stand in the order. */
function orderOf(schema: JsonObject | undefined): string[] {
  const properties = Object(schema?.properties ?? {});
  return UI['ui:order'].filter(
    field => field === '*' || Object.hasOwn(properties, field),
  );
}
