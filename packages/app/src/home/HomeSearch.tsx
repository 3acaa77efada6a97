import { makeStyles } from '@material-ui/core/styles';
import SearchIcon from '@mui/icons-material/Search';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import { FormEvent, useState } from 'react';
import { useNavigate } from 'react-router-dom';

const useStyles = makeStyles(
  { search: { flex: '1 1 280px', maxWidth: 560 } },
  { name: 'SlipwayHomeSearch' },
);

/** Opens the search page with what was typed. */
export function HomeSearch() {
  const classes = useStyles();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    navigate(`/search?query=${encodeURIComponent(query)}`);
  };
  return (
    <form role="search" className={classes.search} onSubmit={submit}>
      <TextField
        fullWidth
        size="small"
        value={query}
        onChange={event => setQuery(event.target.value)}
        placeholder="Search services, APIs, teams"
        inputProps={{ 'aria-label': 'Search', 'aria-keyshortcuts': '/' }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" />
            </InputAdornment>
          ),
        }}
      />
    </form>
  );
}
