import { formatAbsolute, StateChip } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { MeasurementView } from '@slipway/plugin-rollouts-common';
import { ANALYSIS_STATES } from '../../lib/phaseState';
import { LongText } from './LongText';

/** What the provider recorded of measurements, in words of its own. */
const SOURCES: Record<string, string> = {
  'job-name': 'Job',
  'job-namespace': 'in namespace',
  canaryExecutionId: 'Kayenta execution',
  warnings: 'warnings',
};

const sourceText = (metadata: Record<string, string>) =>
  Object.entries(metadata)
    .map(([key, value]) => `${SOURCES[key] ?? key} ${value}`)
    .join(', ');

const at = ({ finishedAt, startedAt }: MeasurementView) => {
  const time = finishedAt ?? startedAt;
  return time ? formatAbsolute(time) : 'time unknown';
};

/** Measurements as they were recorded, newest first. */
export function MeasurementTable(props: {
  label: string;
  measurements: readonly MeasurementView[];
}) {
  const { label, measurements } = props;
  const figures = { fontVariantNumeric: 'tabular-nums' };
  return (
    <TableContainer
      tabIndex={0}
      aria-label={label}
      sx={{ maxHeight: 260, maxWidth: '100%' }}
    >
      <Table size="small" stickyHeader aria-label={label}>
        <TableHead>
          <TableRow>
            <TableCell>Time</TableCell>
            <TableCell>Outcome</TableCell>
            <TableCell>Value</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {[...measurements].reverse().map((measurement, index) => {
            const { phase, value, message, terminated, metadata } = measurement;
            return (
              <TableRow key={`${at(measurement)} ${index}`}>
                <TableCell sx={figures}>{at(measurement)}</TableCell>
                <TableCell>
                  <StateChip
                    state={terminated ? 'unknown' : ANALYSIS_STATES[phase]}
                    label={terminated ? 'Ended with its run' : phase}
                  />
                </TableCell>
                <TableCell sx={{ ...figures, minWidth: 112 }}>
                  {value ? (
                    <LongText text={value} what="value" />
                  ) : (
                    !message && !metadata && 'no value'
                  )}
                  {message && (
                    <Box>
                      <LongText text={message} what="message" length={160} />
                    </Box>
                  )}
                  {metadata && <Box>{sourceText(metadata)}</Box>}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
