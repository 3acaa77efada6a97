import Tooltip from '@mui/material/Tooltip';
import Box from '@mui/material/Box';
import CheckCircleIcon from '@mui/icons-material/CheckCircle';
import AutorenewIcon from '@mui/icons-material/Autorenew';
import PauseCircleIcon from '@mui/icons-material/PauseCircle';
import ErrorIcon from '@mui/icons-material/Error';
import HelpIcon from '@mui/icons-material/Help';
import { SlipwayState, stateBackground, stateColour } from '../colours';

const ICONS: Record<SlipwayState, typeof CheckCircleIcon> = {
  healthy: CheckCircleIcon,
  progressing: AutorenewIcon,
  waiting: PauseCircleIcon,
  degraded: ErrorIcon,
  unknown: HelpIcon,
};

const WORDS: Record<SlipwayState, string> = {
  healthy: 'Healthy',
  progressing: 'Progressing',
  waiting: 'Waiting',
  degraded: 'Degraded',
  unknown: 'Unknown',
};

/** A state as icon, word and colour. */
export function StateChip(props: {
  state: SlipwayState;
  /** The field's own word, for example a rollout's phase; default the state's name. */
  label?: string;
  /** Shown on hover and on focus. */
  detail?: string;
}) {
  const { state, label = WORDS[state], detail } = props;
  const Icon = ICONS[state];
  const chip = (
    <Box
      component="span"
      data-state={state}
      tabIndex={detail ? 0 : undefined}
      sx={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 0.5,
        maxWidth: '100%',
        px: 1,
        py: 0.25,
        borderRadius: 4,
        fontSize: '0.8125rem',
        fontWeight: 600,
        lineHeight: 1.5,
        color: stateColour(state),
        backgroundColor: stateBackground(state),
      }}
    >
      <Icon aria-hidden="true" sx={{ fontSize: '1rem', flex: 'none' }} />
      <Box
        component="span"
        sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}
      >
        {label}
      </Box>
    </Box>
  );
  return detail ? (
    <Tooltip title={detail} describeChild>
      {chip}
    </Tooltip>
  ) : (
    chip
  );
}
