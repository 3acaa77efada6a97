import { JsonObject } from '@backstage/types';
import Box from '@mui/material/Box';
import {
  addStep,
  DraftProblem,
  editStep,
  FaultDraft,
  FlowPlace,
  isLane,
  moveStep,
  NewStep,
  removeStep,
  templateOf,
} from '@slipway/plugin-chaos-common';
import { LiveAnnouncer } from '@slipway/plugin-portal-react';
import { useState } from 'react';
import { Lane, LaneActions } from './Lane';
import { StepEditor } from './StepEditor';

/**
 * A Workflow as lanes: steps of a series one below the other, those of branches
 * side by side. The spec of the draft is the only model, so that the YAML beside
 * it is always the same.
 */
export function FlowCanvas(props: {
  cluster: string;
  place: FlowPlace;
  draft: FaultDraft;
  problems: readonly DraftProblem[];
  onChange: (draft: FaultDraft) => void;
}) {
  const { cluster, place, draft, problems, onChange } = props;
  const { spec } = draft;
  const entry = typeof spec.entry === 'string' ? spec.entry : '';
  const [chosen, setChosen] = useState(entry);
  const [said, setSaid] = useState('');
  const change = (next: JsonObject) => onChange({ ...draft, spec: next });
  const found = templateOf(spec, chosen) ?? templateOf(spec, entry);

  const actions: LaneActions = {
    chosen: String(found?.template.name ?? ''),
    onChoose: setChosen,
    onAdd(lane: string, step: NewStep) {
      const added = addStep(spec, lane, step, place);
      change(added.spec);
      setChosen(added.name);
      setSaid(`Added ${added.name} to ${lane}`);
    },
    onMove(lane, from, to) {
      change(moveStep(spec, lane, from, to));
      setSaid(`Moved to place ${to + 1} in ${lane}`);
    },
    onRemove(lane, index, name) {
      change(removeStep(spec, lane, index));
      if (chosen === name) setChosen(lane);
      setSaid(`Removed ${name}`);
    },
  };

  return (
    <Box
      sx={{
        display: 'grid',
        gap: 2,
        gridTemplateColumns: {
          xs: '100%',
          lg: 'minmax(0, 1fr) minmax(0, 1fr)',
        },
        alignItems: 'start',
      }}
    >
      <LiveAnnouncer message={said} />
      <Box component="section" aria-label="Steps of the workflow">
        <Lane
          spec={spec}
          name={entry}
          problems={problems}
          actions={actions}
          above={[]}
        />
      </Box>
      {found && (
        <StepEditor
          key={`${found.index}`}
          cluster={cluster}
          template={found.template}
          path={`spec.templates[${found.index}]`}
          problems={problems}
          isLane={isLane(String(found.template.templateType))}
          onChange={next => {
            const name = String(found.template.name);
            change(editStep(spec, name, next));
            setChosen(String(next.name));
          }}
        />
      )}
    </Box>
  );
}
