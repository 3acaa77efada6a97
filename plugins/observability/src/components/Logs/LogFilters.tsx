import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import {
  LOG_SIDES,
  LogFilter,
  LogLevel,
  LogSide,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import { useState } from 'react';
import { CHOSEN_LEVELS } from '../../lib/lines';

const SIDES: Record<LogSide, string> = {
  all: 'All',
  stable: 'Stable',
  canary: 'Canary',
};

/** Which lines: pods, level, words. Words are asked for when they are sent, because each question is in the audit log. */
export function LogFilters(props: {
  place: ObservedPlace;
  filter: LogFilter;
  following: boolean;
  onSide: (side: LogSide) => void;
  onLevel: (level: LogLevel | undefined) => void;
  onText: (text: string) => void;
  onFollowing: (following: boolean) => void;
}) {
  const { place, filter, following } = props;
  const [text, setText] = useState(filter.text ?? '');
  return (
    <Box
      component="form"
      role="search"
      aria-label="Filter log lines"
      onSubmit={event => {
        event.preventDefault();
        props.onText(text.trim());
      }}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}
    >
      {place.stable && place.canary && (
        <ToggleButtonGroup
          exclusive
          size="small"
          aria-label="Lines of"
          value={filter.side}
          onChange={(_, chosen) => chosen && props.onSide(chosen)}
        >
          {LOG_SIDES.map(side => (
            <ToggleButton key={side} value={side} sx={{ py: 0.5 }}>
              {SIDES[side]}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      <TextField
        select
        size="small"
        label="Level"
        value={filter.level ?? 'ANY'}
        onChange={({ target }) =>
          props.onLevel(CHOSEN_LEVELS.find(level => level === target.value))
        }
        sx={{ minWidth: 150 }}
      >
        <MenuItem value="ANY">Every level</MenuItem>
        {CHOSEN_LEVELS.map(level => (
          <MenuItem key={level} value={level}>
            {level === 'ERROR' ? 'ERROR' : `${level} and worse`}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        size="small"
        label="Words in the message"
        value={text}
        onChange={({ target }) => setText(target.value)}
        inputProps={{ maxLength: 200 }}
        sx={{ flex: '1 1 180px', maxWidth: 320 }}
      />
      <Button type="submit" size="small" variant="outlined" color="inherit">
        Search
      </Button>
      <ToggleButton
        size="small"
        value="follow"
        selected={following}
        onChange={() => props.onFollowing(!following)}
        sx={{ py: 0.5 }}
      >
        Follow
      </ToggleButton>
    </Box>
  );
}
