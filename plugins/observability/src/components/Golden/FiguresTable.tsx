import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  differenceWords,
  medianOf,
  medianWords,
  WideTable,
} from '@slipway/plugin-portal-react';
import { METRICS } from '../../lib/metrics';
import { GoldenLine } from './useSides';

const FIGURES = { fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' };

/** The medians of the range side by side, and how each differs from the first. */
export function FiguresTable({ lines }: { lines: readonly GoldenLine[] }) {
  const [first, ...others] = lines;
  return (
    <WideTable label="Medians over the range">
      <Table size="small" aria-label="Medians over the range">
        <TableHead>
          <TableRow>
            <TableCell>Median over the range</TableCell>
            {lines.map(({ id, label }) => (
              <TableCell key={id} align="right">
                {label}
              </TableCell>
            ))}
            {others.map(({ id, label }) => (
              <TableCell key={id} align="right">
                {`${label} against ${first.label}`}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {METRICS.map(({ metric, title, unit }) => (
            <TableRow key={metric}>
              <TableCell component="th" scope="row">
                {title}
              </TableCell>
              {lines.map(line => (
                <TableCell key={line.id} align="right" sx={FIGURES}>
                  {medianWords(line.points(metric), unit)}
                </TableCell>
              ))}
              {others.map(line => (
                <TableCell key={line.id} align="right" sx={FIGURES}>
                  {differenceWords(
                    metric,
                    medianOf(line.points(metric)),
                    medianOf(first.points(metric)),
                  ) ?? 'unknown'}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
