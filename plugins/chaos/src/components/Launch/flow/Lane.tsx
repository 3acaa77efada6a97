import { JsonObject } from '@backstage/types';
import ArrowDownward from '@mui/icons-material/ArrowDownward';
import ArrowUpward from '@mui/icons-material/ArrowUpward';
import DeleteOutline from '@mui/icons-material/DeleteOutline';
import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import {
  DraftProblem,
  isLane,
  NewStep,
  templateOf,
} from '@slipway/plugin-chaos-common';
import { DragEvent, ReactNode } from 'react';
import { typeText } from '../../../lib/flowWords';
import { AddStep } from './AddStep';

/** What can be done in lanes. */
export interface LaneActions {
  /** Name of the template that is edited. */
  chosen: string;
  onChoose: (name: string) => void;
  onAdd: (lane: string, step: NewStep) => void;
  onMove: (lane: string, from: number, to: number) => void;
  onRemove: (lane: string, index: number, name: string) => void;
}

const DRAGGED = 'application/x-slipway-step';

/** A template with the steps below it. Everything is done by buttons; dragging inside of a lane does the same. */
export function Lane(props: {
  spec: JsonObject;
  name: string;
  problems: readonly DraftProblem[];
  actions: LaneActions;
  /** Names of the lanes above, so that a loop ends. */
  above: readonly string[];
  /** Buttons of the lane that this step is in. */
  buttons?: ReactNode;
}) {
  const { spec, name, problems, actions, above, buttons } = props;
  const found = templateOf(spec, name);
  if (!found || above.includes(name)) {
    return (
      <Box sx={{ color: 'error.main', p: 1 }}>
        {found ? `${name} is above itself.` : `There is no template "${name}".`}
        {buttons}
      </Box>
    );
  }
  const { template, index } = found;
  const type = String(template.templateType);
  const own = problems.filter(
    ({ path, severity }) =>
      severity === 'refused' &&
      (path === `spec.templates[${index}]` ||
        path.startsWith(`spec.templates[${index}].`)),
  );
  const children = Array.isArray(template.children)
    ? template.children.map(String)
    : [];
  const chosen = actions.chosen === name;
  return (
    <Box
      data-testid={`canvas-${name}`}
      sx={{
        border: 1,
        borderColor: chosen ? 'primary.main' : 'divider',
        borderLeftWidth: isLane(type) ? 4 : 1,
        borderRadius: 1,
        p: 1,
        minWidth: 0,
      }}
    >
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center' }}>
        <ButtonBase
          aria-pressed={chosen}
          onClick={() => actions.onChoose(name)}
          sx={{
            flex: 1,
            minWidth: 140,
            justifyContent: 'flex-start',
            textAlign: 'left',
            p: 0.5,
            borderRadius: 1,
            fontSize: 14,
          }}
        >
          <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
            <b>{name}</b>
            {` ${typeText(type)}`}
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {typeof template.deadline === 'string' && template.deadline
                ? `, at most ${template.deadline}`
                : ', no deadline'}
            </Box>
          </Box>
        </ButtonBase>
        {buttons}
      </Box>
      {own.length > 0 && (
        <Box sx={{ color: 'error.main', fontSize: 13, px: 0.5 }}>
          {own.length === 1
            ? '1 thing to correct'
            : `${own.length} things to correct`}
        </Box>
      )}
      {isLane(type) && (
        <Box
          component="ol"
          aria-label={`${typeText(type)} ${name}`}
          sx={{
            listStyle: 'none',
            m: 0,
            mt: 1,
            p: 0,
            display: 'grid',
            gap: 1,
            gridTemplateColumns:
              type === 'Parallel'
                ? 'repeat(auto-fit, minmax(min(220px, 100%), 1fr))'
                : '100%',
          }}
        >
          {children.map((child, at) => (
            <Box
              component="li"
              // The same step may stand here twice.
              key={`${at} ${child}`}
              sx={{ minWidth: 0 }}
              {...dragging(name, at, actions)}
            >
              <Lane
                spec={spec}
                name={child}
                problems={problems}
                actions={actions}
                above={[...above, name]}
                buttons={
                  <StepButtons
                    lane={name}
                    name={child}
                    at={at}
                    last={children.length - 1}
                    actions={actions}
                  />
                }
              />
            </Box>
          ))}
          <li>
            <AddStep lane={name} onAdd={step => actions.onAdd(name, step)} />
          </li>
        </Box>
      )}
    </Box>
  );
}

function StepButtons(props: {
  lane: string;
  name: string;
  at: number;
  last: number;
  actions: LaneActions;
}) {
  const { lane, name, at, last, actions } = props;
  const { onMove, onRemove } = actions;
  return (
    <Box sx={{ display: 'flex', whiteSpace: 'nowrap' }}>
      <Press
        title={`Move ${name} earlier`}
        disabled={at === 0}
        onPress={() => onMove(lane, at, at - 1)}
      >
        <ArrowUpward fontSize="small" />
      </Press>
      <Press
        title={`Move ${name} later`}
        disabled={at === last}
        onPress={() => onMove(lane, at, at + 1)}
      >
        <ArrowDownward fontSize="small" />
      </Press>
      <Press title={`Remove ${name}`} onPress={() => onRemove(lane, at, name)}>
        <DeleteOutline fontSize="small" />
      </Press>
    </Box>
  );
}

function Press(props: {
  title: string;
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  const { title, disabled, onPress, children } = props;
  return (
    <Tooltip title={title}>
      <span>
        <IconButton
          size="small"
          aria-label={title}
          disabled={disabled}
          onClick={onPress}
        >
          {children}
        </IconButton>
      </span>
    </Tooltip>
  );
}

/** A step of a lane can be dragged to another place in the same lane. */
function dragging(lane: string, at: number, { onMove }: LaneActions) {
  const from = (event: DragEvent) => {
    const [of, index] = event.dataTransfer.getData(DRAGGED).split('\n');
    return of === lane && index !== '' ? Number(index) : undefined;
  };
  return {
    draggable: true,
    onDragStart(event: DragEvent) {
      event.stopPropagation();
      event.dataTransfer.setData(DRAGGED, `${lane}\n${at}`);
    },
    onDragOver(event: DragEvent) {
      if (event.dataTransfer.types.includes(DRAGGED)) event.preventDefault();
    },
    onDrop(event: DragEvent) {
      const start = from(event);
      if (start === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      if (start !== at) onMove(lane, start, at);
    },
  };
}
