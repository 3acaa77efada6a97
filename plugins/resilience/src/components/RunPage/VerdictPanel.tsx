import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
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
import { FactColumn, FactNote, FactTable } from '@slipway/plugin-portal-react';
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
  const rows = verdict.thresholds.flatMap(result => {
    const threshold = run.design.hypothesis.thresholds.find(
      ({ id }) => id === result.thresholdId,
    );
    return threshold ? [{ result, threshold }] : [];
  });
  return (
    <FactTable
      label="Thresholds"
      rows={rows}
      keyOf={({ result }) => `${result.thresholdId} ${result.revision}`}
      columns={[
        {
          title: 'Expected',
          minWidth: 180,
          cell: ({ result, threshold }) =>
            `${sentence(expectationInWords(threshold))}${
              result.revision === 'all' ? '' : ` (${result.revision})`
            }`,
        },
        {
          title: 'Limit',
          figure: true,
          cell: ({ result, threshold }) =>
            figureText(threshold.metric, result.limit),
        },
        ...windowColumns<(typeof rows)[number]>(({ result, threshold }) => ({
          figures: result.figures,
          value: figure => figureText(threshold.metric, figure),
        })),
        {
          title: 'Outcome',
          cell: ({ result }) => (
            <VerdictChip
              verdict={{
                outcome: result.outcome,
                final: verdict.final,
                reason: result.reason,
              }}
            />
          ),
        },
      ]}
    />
  );
}

function figureText(
  metric: Parameters<typeof metricValue>[0],
  figure: number | undefined,
): string {
  return figure === undefined ? 'unknown' : metricValue(metric, figure);
}

const WINDOWS = [
  ['before', 'Before'],
  ['during', 'During'],
  ['after', 'After'],
] as const;

/** Columns with the median of each window and its count of samples. */
export function windowColumns<Row>(
  of: (row: Row) => {
    figures: ThresholdResult['figures'];
    value: (figure: number | undefined) => string;
  },
): Array<FactColumn<Row>> {
  return WINDOWS.map(([window, title]) => ({
    title,
    figure: true,
    cell: row => {
      const { figures, value } = of(row);
      const { median, samples, empty } = figures[window];
      return (
        <>
          {value(median)}
          <FactNote>{`${samples} of ${samples + empty} samples`}</FactNote>
        </>
      );
    },
  }));
}
