import CheckIcon from '@mui/icons-material/Check';
import CloseIcon from '@mui/icons-material/Close';
import RemoveIcon from '@mui/icons-material/Remove';
import ErrorIcon from '@mui/icons-material/ErrorOutline';
import QuestionMarkIcon from '@mui/icons-material/QuestionMark';
import HourglassEmptyIcon from '@mui/icons-material/HourglassEmpty';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { formatAbsolute } from '@slipway/plugin-portal-react';
import {
  AnalysisPhase,
  MeasurementView,
  shortened,
  valueWords,
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

/** One mark for each measurement: passed, failed, inconclusive, an error, or ended with its run. */
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
        const { phase, value, finishedAt, message, terminated } = measurement;
        const Icon = terminated ? RemoveIcon : ICONS[phase];
        const words = [
          terminated ? 'Ended with its run' : phase,
          value && valueWords(measurement),
          message && shortened(message, 160),
          finishedAt && formatAbsolute(finishedAt),
        ]
          .filter(Boolean)
          .join(', ');
        return (
          <li key={`${finishedAt ?? measurement.startedAt} ${index}`}>
            <Tooltip title={words}>
              <Icon
                titleAccess={words}
                sx={{
                  fontSize: 18,
                  color: `var(--slipway-state-${
                    terminated ? 'unknown' : ANALYSIS_STATES[phase]
                  })`,
                }}
              />
            </Tooltip>
          </li>
        );
      })}
    </Box>
  );
}
