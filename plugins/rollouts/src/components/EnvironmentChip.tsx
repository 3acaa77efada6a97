import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';

/** dev, stage or prod; what nobody declared says so, because production rules apply to it. */
export function EnvironmentChip({ value }: { value: ResolvedEnvironment }) {
  const undeclared = value.source === 'undeclared';
  const chip = (
    <Chip
      size="small"
      variant="outlined"
      label={undeclared ? 'prod (undeclared)' : value.environment}
      sx={{
        m: 0,
        height: 20,
        verticalAlign: 'middle',
        fontSize: 12,
        ...(value.environment === 'prod' && { fontWeight: 700 }),
      }}
    />
  );
  return undeclared ? (
    <Tooltip title="Nobody declared an environment for this namespace, so the rules of production apply.">
      {chip}
    </Tooltip>
  ) : (
    chip
  );
}
