import Box from '@mui/material/Box';
import {
  RunSeries,
  thresholdInWords,
  ThresholdResult,
} from '@slipway/plugin-loadtest-common';
import {
  FactColumn,
  FactTable,
  formatFigure,
  Section,
  StateChip,
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

const COLUMNS: ReadonlyArray<FactColumn<ThresholdResult>> = [
  {
    title: 'Threshold',
    minWidth: 200,
    cell: ({ threshold }) => thresholdInWords(threshold),
  },
  {
    title: 'Outcome',
    cell: ({ outcome, reason }) => (
      <StateChip {...verdictChip({ outcome, final: true })} detail={reason} />
    ),
  },
  {
    title: 'Worst measured',
    figure: true,
    cell: ({ measured, threshold, at }) =>
      `${formatFigure(measured, thresholdUnit(threshold))}${
        at === undefined ? '' : ` at ${at} s`
      }`,
  },
  { title: 'Judged', cell: windowsText },
];

function ThresholdTable({ results }: { results: readonly ThresholdResult[] }) {
  return (
    <FactTable
      label="Thresholds"
      rows={results}
      keyOf={({ threshold }) => threshold.id}
      columns={COLUMNS}
    />
  );
}
