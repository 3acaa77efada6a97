import Add from '@mui/icons-material/Add';
import Button from '@mui/material/Button';
import Divider from '@mui/material/Divider';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import {
  EXPERIMENTS,
  experimentOf,
  FAULT_KINDS,
  NewStep,
} from '@slipway/plugin-chaos-common';
import { useState } from 'react';

const FLOW: ReadonlyArray<[title: string, step: NewStep]> = [
  ['Wait', { type: 'Suspend' }],
  ['Status check', { type: 'StatusCheck' }],
  ['Series: one after another', { type: 'Serial' }],
  ['Branches: side by side', { type: 'Parallel' }],
];

/** Adds a step to a lane: what orders and waits, the curated faults, then every kind. */
export function AddStep(props: {
  lane: string;
  onAdd: (step: NewStep) => void;
}) {
  const { lane, onAdd } = props;
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const add = (step: NewStep) => {
    setAnchor(null);
    onAdd(step);
  };
  const addFault = (id: string) => {
    const experiment = experimentOf(id);
    if (experiment) add({ type: 'Fault', experiment });
  };
  return (
    <>
      <Button
        size="small"
        startIcon={<Add />}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {`Add a step to ${lane}`}
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        slotProps={{ paper: { sx: { maxHeight: 360 } } }}
      >
        {FLOW.map(([title, step]) => (
          <MenuItem key={title} onClick={() => add(step)}>
            {title}
          </MenuItem>
        ))}
        <Divider />
        {EXPERIMENTS.map(({ id, title }) => (
          <MenuItem key={id} onClick={() => addFault(id)}>
            {title}
          </MenuItem>
        ))}
        <Divider />
        {FAULT_KINDS.map(kind => (
          <MenuItem key={kind} onClick={() => addFault(kind)}>
            {kind}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
