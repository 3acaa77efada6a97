import { JsonObject } from '@backstage/types';
import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { DraftProblem, embeddedFault } from '@slipway/plugin-chaos-common';
import { SkeletonCard } from '@slipway/plugin-portal-react';
import { lazy, Suspense } from 'react';
import { typeText } from '../../../lib/flowWords';
import { messageAt, problemsBelow } from '../../../lib/problems';
import { StatusCheckFields } from './StatusCheckFields';

const FaultForm = lazy(() =>
  import('../FaultForm').then(m => ({ default: m.FaultForm })),
);

const DEADLINES: Readonly<Record<string, string>> = {
  Serial: 'At the deadline all that still runs below is ended.',
  Parallel: 'At the deadline all that still runs below is ended.',
  Suspend: 'How long it waits.',
  StatusCheck: 'At the deadline the check ends without success.',
};

/** One step: its name and deadline, and what its type has. */
export function StepEditor(props: {
  cluster: string;
  template: JsonObject;
  /** Place of the template: `spec.templates[2]`. */
  path: string;
  problems: readonly DraftProblem[];
  isLane: boolean;
  onChange: (template: JsonObject) => void;
}) {
  const { cluster, template, path, problems, onChange } = props;
  const type = String(template.templateType);
  const name = String(template.name ?? '');
  const fault = embeddedFault(template, type);
  const refused =
    messageAt(problems, `${path}.templateType`) ??
    messageAt(problems, `${path}.task`);
  const field = (member: 'name' | 'deadline', label: string, help: string) => {
    const message = messageAt(problems, `${path}.${member}`);
    return (
      <TextField
        size="small"
        fullWidth
        label={label}
        value={String(template[member] ?? '')}
        error={message !== undefined}
        helperText={message ?? help}
        onChange={event =>
          onChange({ ...template, [member]: event.target.value })
        }
        inputProps={{ spellCheck: false }}
      />
    );
  };
  return (
    <Box
      component="section"
      aria-label={`Step ${name}`}
      sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}
    >
      <Typography component="h4" variant="subtitle1">
        {`${typeText(type)}: ${name}`}
      </Typography>
      {field('name', 'Name of the step', 'Small letters, digits and dashes.')}
      {field(
        'deadline',
        'Deadline',
        DEADLINES[type] ??
          'The fault ends at the deadline, and the step with it. As 30s or 5m.',
      )}
      {type === 'StatusCheck' && (
        <StatusCheckFields
          template={template}
          path={path}
          problems={problems}
          onChange={onChange}
        />
      )}
      {fault && (
        <Suspense
          fallback={<SkeletonCard lines={6} label="Loading the form" />}
        >
          <FaultForm
            cluster={cluster}
            draft={{ kind: fault.kind, name, spec: fault.spec }}
            inside="workflow"
            problems={problemsBelow(problems, `${path}.${fault.member}`)}
            onChange={({ spec }) =>
              onChange({ ...template, [fault.member]: spec })
            }
          />
        </Suspense>
      )}
      {!fault &&
        !props.isLane &&
        !['Suspend', 'StatusCheck'].includes(type) && (
          <TextField
            size="small"
            fullWidth
            label="Type of the step"
            value={typeText(type)}
            inputProps={{ readOnly: true }}
            error={refused !== undefined}
            helperText={
              refused ?? `What a ${typeText(type)} does is written as YAML.`
            }
          />
        )}
    </Box>
  );
}
