import { parseEntityRef } from '@backstage/catalog-model';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { RunRow } from '@slipway/plugin-loadtest-common';
import { formatAbsolute } from '@slipway/plugin-portal-react';
import {
  CompareQuery,
  MOST_COMPARED,
  runLabel,
  withoutRun,
  withRun,
} from '../../lib/compareQuery';
import { sortRuns } from '../../lib/listQuery';
import { PROFILE_LABELS } from '../../lib/words';

/** Which runs are compared: the same service first where one is chosen. */
export function RunChooser(props: {
  query: CompareQuery;
  rows: readonly RunRow[];
  onChange: (query: CompareQuery) => void;
}) {
  const { query, rows, onChange } = props;
  const byId = new Map(rows.map(row => [row.id, row]));
  const first = byId.get(query.runs[0]);
  const offered = sortRuns(
    rows.filter(
      ({ id, entityRef }) =>
        !query.runs.includes(id) && (!first || entityRef === first.entityRef),
    ),
    { column: 'started', descending: true },
  );
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1,
        mb: 2,
      }}
    >
      {query.runs.map((id, index) => {
        const row = byId.get(id);
        const label = row ? runLabel(row, index) : `${index + 1}: ${id}`;
        return (
          <Chip
            key={id}
            label={label}
            variant="outlined"
            onDelete={() => onChange(withoutRun(query, id))}
            aria-label={`${label}. Delete removes it from the comparison.`}
            sx={{ maxWidth: '100%' }}
          />
        );
      })}
      {query.runs.length < MOST_COMPARED && (
        <TextField
          select
          size="small"
          label="Add a run"
          value=""
          onChange={event => onChange(withRun(query, event.target.value))}
          disabled={offered.length === 0}
          helperText={
            offered.length === 0
              ? 'There is no other run of this service.'
              : undefined
          }
          sx={{ minWidth: 220, maxWidth: '100%' }}
        >
          {offered.map(row => (
            <MenuItem key={row.id} value={row.id}>
              {`${parseEntityRef(row.entityRef).name}, ${
                PROFILE_LABELS[row.profile]
              }, ${row.cluster}/${row.namespace}, ${formatAbsolute(
                Date.parse(row.createdAt),
              )}`}
            </MenuItem>
          ))}
        </TextField>
      )}
    </Box>
  );
}
