import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
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

const Chip = styled('span')(({ theme }) => ({
  display: 'inline-flex',
  alignItems: 'center',
  gap: theme.spacing(0.5),
  maxWidth: '100%',
  padding: theme.spacing(0.25, 1),
  borderRadius: 16,
  fontSize: '0.8125rem',
  fontWeight: 600,
  lineHeight: 1.5,
  // In a cell that breaks anywhere the word of a state stays whole.
  overflowWrap: 'break-word',
  '& > svg': { fontSize: '1rem', flex: 'none' },
  '& > span': { overflow: 'hidden', textOverflow: 'ellipsis' },
}));

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
    <Chip
      data-state={state}
      tabIndex={detail ? 0 : undefined}
      style={{
        color: stateColour(state),
        backgroundColor: stateBackground(state),
      }}
    >
      <Icon aria-hidden="true" />
      <span>{label}</span>
    </Chip>
  );
  return detail ? (
    <Tooltip title={detail} describeChild>
      {chip}
    </Tooltip>
  ) : (
    chip
  );
}
