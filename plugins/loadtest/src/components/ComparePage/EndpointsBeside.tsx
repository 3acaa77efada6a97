import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import {
  besideFirst,
  ComparedRun,
  endpointsBeside,
} from '@slipway/plugin-loadtest-common';
import { WideTable } from '@slipway/plugin-portal-react';
import { useSearchParams } from 'react-router-dom';
import { COMPARED } from '../../lib/figures';
import { FigureCell } from './FigureCell';

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
      <WideTable label={`${chosen.title} of each endpoint`}>
        <Table size="small">
          <TableHead>
            <TableRow>
              <TableCell>Endpoint</TableCell>
              {runs.map(({ run }, index) => (
                <TableCell key={run.id} align="right">
                  {`Run ${index + 1}`}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {endpoints.map(({ endpoint, rows }) => (
              <TableRow key={endpoint}>
                <TableCell
                  component="th"
                  scope="row"
                  sx={{ overflowWrap: 'anywhere', minWidth: 200 }}
                >
                  {endpoint}
                </TableCell>
                {besideFirst(rows, chosen.figure).map((beside, index) => (
                  <FigureCell
                    key={runs[index].run.id}
                    beside={beside}
                    unit={chosen.unit}
                    worse={chosen.worse}
                  />
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </WideTable>
    </>
  );
}
