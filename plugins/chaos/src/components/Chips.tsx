import Tooltip from '@mui/material/Tooltip';
import Chip from '@mui/material/Chip';
import { FaultRow, TargetRecord } from '@slipway/plugin-chaos-common';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { StateChip } from '@slipway/plugin-portal-react';
import { faultChip, targetChip } from '../lib/words';

/** Where a fault stands; what is wrong with it is on hover. */
export function FaultStateChip({ fault }: { fault: FaultRow }) {
  return (
    <span data-testid="fault-state">
      <StateChip
        {...faultChip(fault)}
        detail={fault.problem?.summary ?? fault.stateText}
      />
    </span>
  );
}

/** Where one target stands. */
export function TargetChip({ record }: { record: TargetRecord }) {
  return <StateChip {...targetChip(record)} detail={record.phase} />;
}

/** dev, stage or prod; what nobody declared says so, because production rules apply to it. */
export function EnvironmentTag({ value }: { value: ResolvedEnvironment }) {
  if (value.source !== 'undeclared') {
    return <Chip size="small" variant="outlined" label={value.environment} />;
  }
  return (
    <Tooltip title="Nobody declared an environment here, so the rules of production apply.">
      <Chip size="small" variant="outlined" label="prod (undeclared)" />
    </Tooltip>
  );
}
