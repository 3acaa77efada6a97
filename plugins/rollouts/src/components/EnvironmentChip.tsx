import { styled } from '@mui/material/styles';
import Tooltip from '@mui/material/Tooltip';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';

const Outline = styled('span')(({ theme }) => ({
  display: 'inline-block',
  height: 20,
  lineHeight: '18px',
  padding: theme.spacing(0, 1),
  border: `1px solid ${
    theme.palette.grey[theme.palette.mode === 'dark' ? 700 : 400]
  }`,
  borderRadius: 10,
  fontSize: 12,
  verticalAlign: 'middle',
  whiteSpace: 'nowrap',
  '&[data-environment="prod"]': { fontWeight: 700 },
}));

/** dev, stage or prod; what nobody declared says so, because production rules apply to it. */
export function EnvironmentChip({ value }: { value: ResolvedEnvironment }) {
  const undeclared = value.source === 'undeclared';
  const chip = (
    <Outline data-environment={value.environment}>
      {undeclared ? 'prod (undeclared)' : value.environment}
    </Outline>
  );
  return undeclared ? (
    <Tooltip title="Nobody declared an environment for this namespace, so the rules of production apply.">
      {chip}
    </Tooltip>
  ) : (
    chip
  );
}
