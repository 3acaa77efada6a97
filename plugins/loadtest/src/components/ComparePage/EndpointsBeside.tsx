import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import {
  besideFirst,
  ComparedRun,
  endpointsBeside,
} from '@slipway/plugin-loadtest-common';
import { FactTable } from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { COMPARED } from '../../lib/figures';
import { runColumns } from './FiguresTable';
import { FigureText } from './FigureText';

/** One figure of each endpoint over all runs; which one stands in the address. */
export function EndpointsBeside({ runs }: { runs: readonly ComparedRun[] }) {
  const [search, setSearch] = useSearchParams();
  const chosen =
    COMPARED.find(({ figure }) => figure === search.get('figure')) ??
    COMPARED[0];
  const endpoints = endpointsBeside(runs);
  if (endpoints.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary' }}>
        No request was answered in these windows.
      </Box>
    );
  }
  return (
    <>
      <TextField
        select
        size="small"
        label="Figure"
        value={chosen.figure}
        onChange={event =>
          setSearch(
            old => {
              const next = new URLSearchParams(old);
              next.set('figure', event.target.value);
              return next;
            },
            { replace: true },
          )
        }
        sx={{ minWidth: 180, mb: 1 }}
      >
        {COMPARED.map(({ figure, title }) => (
          <MenuItem key={figure} value={figure}>
            {title}
          </MenuItem>
        ))}
      </TextField>
      <FactTable
        label={`${chosen.title} of each endpoint`}
        rows={endpoints.map(({ endpoint, rows }) => ({
          endpoint,
          cells: besideFirst(rows, chosen.figure).map((beside, index) => (
            <FigureText
              key={runs[index].run.id}
              beside={beside}
              unit={chosen.unit}
              worse={chosen.worse}
            />
          )),
        }))}
        keyOf={({ endpoint }) => endpoint}
        columns={runColumns<{ endpoint: string; cells: ReactNode[] }>(
          {
            title: 'Endpoint',
            minWidth: 200,
            cell: ({ endpoint }) => endpoint,
          },
          runs,
        )}
      />
    </>
  );
}
