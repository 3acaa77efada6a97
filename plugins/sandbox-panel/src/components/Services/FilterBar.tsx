import SearchIcon from '@mui/icons-material/Search';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { Filters } from '../../lib/filters';

/** Search and choice of clusters. The caller keeps them in the URL. */
export function FilterBar(props: {
  filters: Filters;
  clusters: readonly string[];
  onChange: (next: Filters) => void;
}) {
  const { filters, clusters, onChange } = props;
  const toggle = (name: string) =>
    onChange({
      ...filters,
      clusters: filters.clusters.includes(name)
        ? filters.clusters.filter(one => one !== name)
        : [...filters.clusters, name],
    });
  // A cluster of the address that is not there can still be taken out.
  const all = [
    ...clusters,
    ...filters.clusters.filter(name => !clusters.includes(name)),
  ];
  return (
    <Box
      role="search"
      aria-label="Filter services"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      <TextField
        size="small"
        type="search"
        value={filters.q}
        onChange={event => onChange({ ...filters, q: event.target.value })}
        placeholder="Search"
        inputProps={{
          'aria-label': 'Search services',
          'aria-keyshortcuts': '/',
        }}
        sx={{ flex: '1 1 210px', maxWidth: 420 }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" aria-hidden />
            </InputAdornment>
          ),
        }}
      />
      {all.map(name => (
        <Chip
          key={name}
          label={name}
          aria-pressed={filters.clusters.includes(name)}
          color={filters.clusters.includes(name) ? 'primary' : 'default'}
          variant={filters.clusters.includes(name) ? 'filled' : 'outlined'}
          onClick={() => toggle(name)}
          sx={{ m: 0 }}
        />
      ))}
    </Box>
  );
}
