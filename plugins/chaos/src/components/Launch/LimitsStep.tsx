import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import {
  checkDraft,
  DraftProblem,
  FaultDraft,
  FlowPlace,
  problemText,
} from '@slipway/plugin-chaos-common';
import { lazy, Suspense, useMemo, useState } from 'react';
import { SkeletonCard } from '@slipway/plugin-portal-react';
import { FlowCanvas } from './flow/FlowCanvas';
import { ScheduleEditor } from './flow/ScheduleEditor';
import { YamlEditor } from './YamlEditor';

const FaultForm = lazy(() =>
  import('./FaultForm').then(m => ({ default: m.FaultForm })),
);

/** Targets, strength and duration: as a form made of the CRD's schema, or as YAML. Both edit the same draft. */
export function LimitsStep(props: {
  cluster: string;
  place: FlowPlace;
  draft: FaultDraft;
  /** What the server says of exactly this draft; its own checks until then. */
  problems?: readonly DraftProblem[];
  onChange: (draft: FaultDraft) => void;
}) {
  const { cluster, place, draft, problems, onChange } = props;
  const [view, setView] = useState<'form' | 'yaml'>('form');
  const own = useMemo(() => checkDraft(draft), [draft]);
  const shown = problems ?? own;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Edit as"
        value={view}
        onChange={(_, next: 'form' | 'yaml' | null) => next && setView(next)}
      >
        <ToggleButton value="form">Form</ToggleButton>
        <ToggleButton value="yaml">YAML</ToggleButton>
      </ToggleButtonGroup>
      {view === 'form' ? (
        <Suspense
          fallback={<SkeletonCard lines={6} label="Loading the form" />}
        >
          <DraftForm
            cluster={cluster}
            place={place}
            draft={draft}
            problems={shown}
            onChange={onChange}
          />
        </Suspense>
      ) : (
        <YamlEditor draft={draft} onChange={onChange} />
      )}
      <ProblemList problems={shown} />
    </Box>
  );
}

/** The form of a kind: lanes for a Workflow, times and a fault for a Schedule. */
function DraftForm(props: {
  cluster: string;
  place: FlowPlace;
  draft: FaultDraft;
  problems: readonly DraftProblem[];
  onChange: (draft: FaultDraft) => void;
}) {
  const { place, ...rest } = props;
  switch (props.draft.kind) {
    case 'Workflow':
      return <FlowCanvas {...props} />;
    case 'Schedule':
      return <ScheduleEditor {...props} />;
    default:
      return <FaultForm {...rest} />;
  }
}

/** What is refused, and what is accepted and does something else than it says. Each with its rule. */
export function ProblemList(props: { problems: readonly DraftProblem[] }) {
  return (
    <>
      {props.problems.map(problem => (
        <Alert
          key={`${problem.path} ${problem.rule}`}
          severity={problem.severity === 'refused' ? 'error' : 'warning'}
          sx={{ py: 0, overflowWrap: 'anywhere' }}
        >
          {problemText(problem)}{' '}
          <Box component="span" sx={{ fontSize: 12, color: 'text.secondary' }}>
            {`(${problem.origin === 'guardrail' ? 'guardrail' : 'rule'} ${
              problem.rule
            })`}
          </Box>
        </Alert>
      ))}
    </>
  );
}
