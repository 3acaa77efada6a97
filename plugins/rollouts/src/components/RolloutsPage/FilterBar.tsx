import ClearIcon from '@mui/icons-material/Clear';
import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { RefObject } from 'react';
import { hasFilters, ListFilters, NO_FILTERS } from '../../lib/listFilters';
import { FilterOptions } from '../../lib/filterOptions';
import { MultiSelect } from './MultiSelect';

/** Search and filters of the list. All of it lives in the URL; the caller keeps it there. */
export function FilterBar(props: {
  filters: ListFilters;
  options: FilterOptions;
  onChange: (next: ListFilters) => void;
  searchRef: RefObject<HTMLInputElement>;
}) {
  const { filters, options, onChange, searchRef } = props;
  const set = (change: Partial<ListFilters>) =>
    onChange({ ...filters, ...change });
  return (
    <Box
      role="search"
      aria-label="Filter rollouts"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <TextField
        size="small"
        value={filters.q}
        onChange={event => set({ q: event.target.value })}
        placeholder="Search"
        inputRef={searchRef}
        inputProps={{
          'aria-label': 'Search rollouts',
          'aria-keyshortcuts': '/',
        }}
        sx={{ flex: '1 1 210px', maxWidth: 420 }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" aria-hidden />
            </InputAdornment>
          ),
          endAdornment: filters.q ? (
            <InputAdornment position="end">
              <IconButton
                size="small"
                aria-label="Clear search"
                onClick={() => set({ q: '' })}
              >
                <ClearIcon fontSize="small" />
              </IconButton>
            </InputAdornment>
          ) : undefined,
        }}
      />
      <Toggle
        label={`Needs attention (${options.attentionCount})`}
        on={filters.attention}
        onToggle={attention => set({ attention })}
      />
      <Toggle
        label={`Mine (${options.mineCount})`}
        on={filters.mine}
        onToggle={mine => set({ mine })}
      />
      <MultiSelect
        label="Phase"
        options={options.phases}
        chosen={filters.phases}
        onChange={phases => set({ phases })}
      />
      <MultiSelect
        label="Cluster"
        options={options.clusters}
        chosen={filters.clusters}
        onChange={clusters => set({ clusters })}
      />
      <MultiSelect
        label="Namespace"
        options={options.namespaces}
        chosen={filters.namespaces}
        onChange={namespaces => set({ namespaces })}
      />
      <MultiSelect
        label="Owner"
        options={options.owners}
        chosen={filters.owners}
        onChange={owners => set({ owners })}
      />
      {hasFilters(filters) && (
        <Button size="small" onClick={() => onChange(NO_FILTERS)}>
          Clear filters
        </Button>
      )}
    </Box>
  );
}

function Toggle(props: {
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
