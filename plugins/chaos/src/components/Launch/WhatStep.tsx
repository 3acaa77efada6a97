import Box from '@mui/material/Box';
import ButtonBase from '@mui/material/ButtonBase';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import {
  CHAOS_KINDS,
  EXPERIMENTS,
  isLaunchKind,
} from '@slipway/plugin-chaos-common';

/** What starts faults, beside the faults themselves. */
const FLOWS = [
  {
    id: 'Workflow',
    title: 'Several faults in steps',
    question: 'Does it hold when faults follow each other, or come together?',
    kind: 'Workflow',
  },
  {
    id: 'Schedule',
    title: 'A fault or workflow again and again',
    question: 'Does it still hold next week?',
    kind: 'Schedule',
  },
] as const;

/** Which fault: an experiment with a question of its own, or a kind with all its fields. */
export function WhatStep(props: {
  chosen?: string;
  onChoose: (experiment: string) => void;
}) {
  const { chosen, onChoose } = props;
  return (
    <>
      <Box
        role="radiogroup"
        aria-label="Experiment"
        sx={{
          display: 'grid',
          gap: 1,
          gridTemplateColumns:
            'repeat(auto-fill, minmax(min(240px, 100%), 1fr))',
          mb: 2,
        }}
      >
        {[...EXPERIMENTS, ...FLOWS].map(({ id, title, question, kind }) => (
          <ButtonBase
            key={id}
            role="radio"
            aria-checked={chosen === id}
            onClick={() => onChoose(id)}
            sx={{
              display: 'block',
              textAlign: 'left',
              p: 1.25,
              border: 1,
              borderColor: chosen === id ? 'primary.main' : 'divider',
              bgcolor: chosen === id ? 'action.selected' : undefined,
              borderRadius: 1,
            }}
          >
            <Box component="span" sx={{ display: 'block', fontWeight: 600 }}>
              {title}
            </Box>
            <Box
              component="span"
              sx={{ display: 'block', fontSize: 13, color: 'text.secondary' }}
            >
              {`${question} (${kind})`}
            </Box>
          </ButtonBase>
        ))}
      </Box>
      <TextField
        select
        size="small"
        label="Another kind"
        sx={{ minWidth: 240 }}
        value={isLaunchKind(chosen) ? chosen : ''}
        onChange={event => onChoose(event.target.value)}
        helperText={
          isLaunchKind(chosen)
            ? CHAOS_KINDS[chosen].help
            : 'Starts with what the kind needs; all else is written by you.'
        }
      >
        {Object.values(CHAOS_KINDS).map(({ kind, title }) => (
          <MenuItem key={kind} value={kind}>
            {`${title} (${kind})`}
          </MenuItem>
        ))}
      </TextField>
    </>
  );
}
