import ClearIcon from '@mui/icons-material/Clear';
import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { ReactNode, useRef } from 'react';
import { useSlashFocus } from './useSlashFocus';

/** Search, further filters, and the way back to none. The caller keeps them in the address ({@link useListQuery}). */
export function FilterBar(props: {
  /** What is filtered: `rollouts`. */
  what: string;
  search: string;
  onSearch: (search: string) => void;
  /** Whether something is hidden: then it can be cleared. */
  filtered: boolean;
  onClear: () => void;
  /** `FilterToggle` and `MultiSelect`, in their order. */
  children?: ReactNode;
}) {
  const { what, search, onSearch, filtered, onClear, children } = props;
  const field = useRef<HTMLInputElement>(null);
  useSlashFocus(field);
  return (
    <Box
      role="search"
      aria-label={`Filter ${what}`}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <TextField
        size="small"
        value={search}
        onChange={event => onSearch(event.target.value)}
        placeholder="Search"
        inputRef={field}
        inputProps={{
          'aria-label': `Search ${what}`,
          'aria-keyshortcuts': '/',
        }}
        sx={{ flex: '1 1 210px', maxWidth: 420 }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" aria-hidden />
            </InputAdornment>
          ),
          endAdornment: search ? (
            <InputAdornment position="end">
              <IconButton
                size="small"
                aria-label="Clear search"
                onClick={() => onSearch('')}
              >
                <ClearIcon fontSize="small" />
              </IconButton>
            </InputAdornment>
          ) : undefined,
        }}
      />
      {children}
      {filtered && (
        <Button size="small" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </Box>
  );
}

/** A filter that is on or off. */
export function FilterToggle(props: {
  label: string;
  on: boolean;
  onToggle: (on: boolean) => void;
}) {
  return (
    <Chip
      label={props.label}
      aria-pressed={props.on}
      color={props.on ? 'primary' : 'default'}
      variant={props.on ? 'filled' : 'outlined'}
      onClick={() => props.onToggle(!props.on)}
      sx={{ m: 0 }}
    />
  );
}
