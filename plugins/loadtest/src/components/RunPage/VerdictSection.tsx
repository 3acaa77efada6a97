import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  RunSeries,
  thresholdInWords,
  ThresholdResult,
} from '@slipway/plugin-loadtest-common';
import {
  formatFigure,
  Section,
  StateChip,
  WideTable,
} from '@slipway/plugin-portal-react';
import { thresholdUnit, verdictChip } from '../../lib/words';
import { VerdictChip } from '../Chips';

/** What the run says of the service: the outcome, why, and each threshold. */
export function VerdictSection({ series }: { series: RunSeries }) {
  const { verdict, run } = series;
  return (
    <Section title="Verdict">
      {verdict ? (
        <>
          <Box sx={{ display: 'flex', gap: 1.5, mb: 1, flexWrap: 'wrap' }}>
            <VerdictChip verdict={verdict} />
            <span>{`${verdict.requests} requests after the warm-up of ${run.warmUpSeconds} s`}</span>
          </Box>
          <Box component="ul" sx={{ mt: 0, pl: 2.5 }}>
            {verdict.reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
          <ThresholdTable results={verdict.thresholds} />
        </>
      ) : (
        <Box sx={{ color: 'text.secondary' }}>
          Nothing was judged yet: judging starts after the warm-up.
        </Box>
      )}
    </Section>
  );
}

function windowsText({ windows, requests }: ThresholdResult): string {
  const { judged, breached, tooFew } = windows;
  const parts = [`${breached} of ${judged} windows breached`];
  if (tooFew > 0) parts.push(`${tooFew} with too few requests`);
  parts.push(`${requests} requests`);
  return parts.join(', ');
}

function ThresholdTable({ results }: { results: readonly ThresholdResult[] }) {
  return (
    <WideTable label="Thresholds">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Threshold</TableCell>
            <TableCell>Outcome</TableCell>
            <TableCell align="right">Worst measured</TableCell>
            <TableCell>Judged</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {results.map(result => {
            const chip = verdictChip({ outcome: result.outcome, final: true });
            return (
              <TableRow key={result.threshold.id}>
                <TableCell sx={{ minWidth: 200 }}>
                  {thresholdInWords(result.threshold)}
                </TableCell>
                <TableCell>
                  <StateChip
                    state={chip.state}
                    label={chip.label}
                    detail={result.reason}
                  />
                </TableCell>
                <TableCell
                  align="right"
                  sx={{ fontVariantNumeric: 'tabular-nums' }}
                >
                  {formatFigure(
                    result.measured,
                    thresholdUnit(result.threshold),
                  )}
                  {result.at !== undefined && ` at ${result.at} s`}
                </TableCell>
                <TableCell>{windowsText(result)}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </WideTable>
  );
}
