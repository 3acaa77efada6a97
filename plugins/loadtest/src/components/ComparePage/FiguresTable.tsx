import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { besideFirst, ComparedRun } from '@slipway/plugin-loadtest-common';
import { formatCountdown, WideTable } from '@slipway/plugin-portal-react';
import { COMPARED } from '../../lib/figures';
import { runLabel } from '../../lib/compareQuery';
import { runRouteRef } from '../../routes';
import { VerdictChip } from '../Chips';
import { FigureCell } from './FigureCell';

/** Figures of all requests in the windows, each beside the first run. */
export function FiguresTable({ runs }: { runs: readonly ComparedRun[] }) {
  const linkOf = useRouteRef(runRouteRef);
  const totals = runs.map(({ total }) => total);
  return (
    <WideTable label="Figures of the windows">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Figure</TableCell>
            {runs.map(({ run }, index) => {
              const to = linkOf?.({ id: run.id });
              const label = runLabel(run, index);
              return (
                <TableCell key={run.id} align="right">
                  {to ? <Link to={to}>{label}</Link> : label}
                </TableCell>
              );
            })}
          </TableRow>
        </TableHead>
        <TableBody>
          <TableRow>
            <TableCell component="th" scope="row">
              Window
            </TableCell>
            {runs.map(({ run, window }) => (
              <TableCell key={run.id} align="right">
                {`${formatCountdown(window.from * 1000)} to ${formatCountdown(
                  window.to * 1000,
                )}`}
              </TableCell>
            ))}
          </TableRow>
          <TableRow>
            <TableCell component="th" scope="row">
              Verdict of the whole run
            </TableCell>
            {runs.map(({ run }) => (
              <TableCell key={run.id} align="right">
                {run.verdict ? <VerdictChip verdict={run.verdict} /> : 'none'}
              </TableCell>
            ))}
          </TableRow>
          {COMPARED.map(({ figure, title, unit, worse }) => (
            <TableRow key={figure}>
              <TableCell component="th" scope="row">
                {title}
              </TableCell>
              {besideFirst(totals, figure).map((beside, index) => (
                <FigureCell
                  key={runs[index].run.id}
                  beside={beside}
                  unit={unit}
                  worse={worse}
                />
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
