import {
  BreakGlassBanner,
  FreshnessNote,
  LiveAnnouncer,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { RolloutCore, RolloutDetail } from '@slipway/plugin-rollouts-common';
import { stepsText } from '../../lib/words';
import { RolloutActions, RolloutButtons } from '../Actions/RolloutActions';
import { CopyText } from '../CopyText';
import { Elapsed } from '../Elapsed';
import { EnvironmentChip } from '../EnvironmentChip';
import { PauseNote } from '../PauseNote';
import { Place } from '../Place';
import { RestartNote } from '../RestartNote';
import { RolloutPhaseChip } from '../RolloutPhaseChip';

const LINE = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 1.5,
  rowGap: 0.5,
} as const;

/** Name, place, phase, message, what it waits for, how fresh this is, and the buttons. */
export function DetailHeader(props: {
  detail: RolloutDetail;
  buttons: RolloutButtons;
  freshness: readonly SourceFreshness[];
  deleted: boolean;
}) {
  const { detail, buttons, freshness, deleted } = props;
  const { core } = detail;
  const connection = useLiveConnection();
  return (
    <Box component="header" sx={{ mb: 2 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          alignItems: 'center',
          justifyContent: 'space-between',
        }}
      >
        <Box sx={{ minWidth: 0 }}>
          <Box sx={LINE}>
            <Typography component="h2" variant="h5" sx={{ m: 0 }}>
              <CopyText text={core.ref.name} />
            </Typography>
            <Place value={core.ref} />
            <EnvironmentChip value={core.environment} />
            <FreshnessNote freshness={freshness} connection={connection} />
          </Box>
          <Box sx={{ ...LINE, mt: 0.5 }}>
            <RolloutPhaseChip phase={core.phase} />
            {core.message && (
              <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
                {core.message}
              </Box>
            )}
            <PauseNote rollout={core} />
            <RestartNote rollout={core} />
            {core.pauses.length === 0 && core.phaseSince && (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                for <Elapsed since={core.phaseSince} />
              </Box>
            )}
          </Box>
          <Owner core={core} />
        </Box>
        <RolloutActions detail={detail} buttons={buttons} />
      </Box>
      <BreakGlassBanner
        breakGlass={buttons.access.value?.breakGlass}
        onEnded={buttons.access.reload}
      />
      <LiveAnnouncer message={announcement(core, deleted)} />
    </Box>
  );
}

/** What a screen reader hears when it changes; without ages, so that it stays silent while nothing happens. */
function announcement(core: RolloutCore, deleted: boolean): string {
  if (deleted) return `${core.ref.name} was deleted`;
  return [core.ref.name, core.phase, core.message, stepsText(core)]
    .filter(Boolean)
    .join(', ');
}

function Owner({ core }: { core: RolloutCore }) {
  const { entity, ownerRef, differsFromGit } = core;
  return (
    <Box sx={{ ...LINE, mt: 0.5, fontSize: 13, color: 'text.secondary' }}>
      {entity.state === 'bound' ? (
        <span>
          service <EntityRefLink entityRef={entity.entityRef} />
          {ownerRef && (
            <>
              {', owned by '}
              <EntityRefLink entityRef={ownerRef} />
            </>
          )}
        </span>
      ) : (
        <span>{entity.reason}</span>
      )}
      {differsFromGit && (
        <Tooltip title="Undo or set image was done here. The next sync from Git may take it back.">
          <Chip
            size="small"
            color="warning"
            label="differs from Git"
            sx={{ m: 0 }}
          />
        </Tooltip>
      )}
    </Box>
  );
}
