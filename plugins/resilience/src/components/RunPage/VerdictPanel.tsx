import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import Typography from '@mui/material/Typography';
import {
  counted,
  metricValue,
  RunDetail,
  secondsInWords,
  sentence,
  SPAN_PHASES,
  expectationInWords,
  ThresholdResult,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { WideTable } from '@slipway/plugin-portal-react';
import { PHASE_WORDS } from '../../lib/words';
import { VerdictChip } from '../Chips';

/** What the run says of the service, why, of how many samples, and how long it took to recover. */
export function VerdictPanel(props: { run: RunDetail; verdict?: Verdict }) {
  const { run, verdict } = props;
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label="Verdict"
      sx={{ p: 2, mb: 2 }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
        }}
      >
        <Typography component="h3" variant="subtitle1">
          Verdict
        </Typography>
        {verdict ? (
          <VerdictChip verdict={verdict} />
        ) : (
          <span>Nothing was judged yet.</span>
        )}
        {verdict && <RecoveryWords verdict={verdict} />}
      </Box>
      {verdict && (
        <>
          <Box component="ul" sx={{ my: 1, pl: 2.5 }}>
            {verdict.reasons.map(reason => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
          <ThresholdTable run={run} verdict={verdict} />
          <Box sx={{ mt: 1, fontSize: 13, color: 'text.secondary' }}>
            {`Figures are medians. Samples with all figures: ${samplesText(
              verdict,
            )}. A row of ${counted(
              run.design.hypothesis.consecutive,
              'sample',
            )} decides; one every ${
              run.sampleSeconds
            } s over a window of ${secondsInWords(
              run.design.hypothesis.windowSeconds,
            )}.`}
          </Box>
        </>
      )}
    </Paper>
  );
}

function samplesText({ samples }: Verdict): string {
  return SPAN_PHASES.map(phase => {
    const { full, empty } = samples[phase];
    return `${PHASE_WORDS[phase].toLowerCase()} ${full} of ${full + empty}`;
  }).join(', ');
}

/** The recovery time; never a figure where there is none. */
function RecoveryWords({ verdict }: { verdict: Verdict }) {
  return (
    <>
      {verdict.recovery.map(({ revision, state, seconds, watchedSeconds }) => {
        const whose = revision === 'all' ? '' : ` of ${revision}`;
        const words = {
          within: `${secondsInWords(seconds ?? 0)}`,
          'not-within': `not within ${secondsInWords(watchedSeconds)}`,
          unknown: verdict.final ? 'unknown' : 'not known yet',
        }[state];
        return (
          <Box component="span" key={revision} sx={{ fontSize: 14 }}>
            {`Recovery${whose}: `}
            <b>{words}</b>
          </Box>
        );
      })}
    </>
  );
}

function ThresholdTable({
  run,
  verdict,
}: {
  run: RunDetail;
  verdict: Verdict;
}) {
  const { thresholds } = run.design.hypothesis;
  return (
    <WideTable label="Thresholds">
      <Table size="small" aria-label="Thresholds">
        <TableHead>
          <TableRow>
            <TableCell>Expected</TableCell>
            <TableCell align="right">Limit</TableCell>
            <TableCell align="right">Before</TableCell>
            <TableCell align="right">During</TableCell>
            <TableCell align="right">After</TableCell>
            <TableCell>Outcome</TableCell>
          </TableRow>
        </TableHead>
        <TableBody sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {verdict.thresholds.flatMap(result => {
            const threshold = thresholds.find(
              ({ id }) => id === result.thresholdId,
            );
            if (!threshold) return [];
            const value = (figure: number | undefined) =>
              figure === undefined
                ? 'unknown'
                : metricValue(threshold.metric, figure);
            return [
              <TableRow key={`${result.thresholdId} ${result.revision}`}>
                <TableCell sx={{ minWidth: 180 }}>
                  {sentence(expectationInWords(threshold))}
                  {result.revision !== 'all' && ` (${result.revision})`}
                </TableCell>
                <TableCell align="right">{value(result.limit)}</TableCell>
                <FigureCells figures={result.figures} value={value} />
                <TableCell>
                  <VerdictChip
                    verdict={{
                      outcome: result.outcome,
                      final: verdict.final,
                      reason: result.reason,
                    }}
                  />
                </TableCell>
              </TableRow>,
            ];
          })}
        </TableBody>
      </Table>
    </WideTable>
  );
}

/** The median of each window with its count of samples. */
export function FigureCells(props: {
  figures: ThresholdResult['figures'];
  value: (figure: number | undefined) => string;
}) {
  const { figures, value } = props;
  return (
    <>
      {(['before', 'during', 'after'] as const).map(window => {
        const { median, samples, empty } = figures[window];
        return (
          <TableCell key={window} align="right">
            {value(median)}
            <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
              {`${samples} of ${samples + empty} samples`}
            </Box>
          </TableCell>
        );
      })}
    </>
  );
}
