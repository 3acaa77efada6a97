import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import ErrorIcon from '@mui/icons-material/ErrorOutline';
import QuestionMarkIcon from '@mui/icons-material/QuestionMark';
import HourglassEmptyIcon from '@mui/icons-material/HourglassEmpty';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { formatAbsolute } from '@slipway/plugin-portal-react';
import {
  AnalysisPhase,
  MeasurementView,
} from '@slipway/plugin-rollouts-common';
import { ANALYSIS_STATES } from '../../lib/phaseState';

const ICONS: Record<AnalysisPhase, typeof CheckIcon> = {
  Pending: HourglassEmptyIcon,
  Running: HourglassEmptyIcon,
  Successful: CheckIcon,
  Failed: CloseIcon,
  Error: ErrorIcon,
  Inconclusive: QuestionMarkIcon,
};

/** Marks for older measurements say nothing that the chart does not. */
const NEWEST = 20;

/** One mark for each measurement: passed, failed, inconclusive or an error. */
export function MeasurementMarks({
  measurements,
}: {
  measurements: readonly MeasurementView[];
}) {
  const shown = measurements.slice(-NEWEST);
  return (
    <Box
      component="ol"
      aria-label="Measurements, oldest first"
      sx={{ display: 'inline-flex', listStyle: 'none', m: 0, p: 0 }}
    >
      {shown.map((measurement, index) => {
        const { phase, value, finishedAt, message } = measurement;
        const Icon = ICONS[phase];
        const words = [
          phase,
          value,
          message,
          finishedAt && formatAbsolute(finishedAt),
        ]
          .filter(Boolean)
          .join(', ');
        return (
          <li key={finishedAt ?? measurement.startedAt ?? index}>
            <Tooltip title={words}>
              <Icon
                titleAccess={words}
                sx={{
                  fontSize: 18,
                  color: `var(--slipway-state-${ANALYSIS_STATES[phase]})`,
                }}
              />
            </Tooltip>
          </li>
        );
      })}
    </Box>
  );
}
