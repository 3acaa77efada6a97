import Box from '@mui/material/Box';
import {
  ActionButton,
  ActionButtons,
  ActionMenu,
  BreakGlassDialog,
  Fetched,
  useFreshAccess,
} from '@slipway/plugin-portal-react';
import {
  RolloutAccess,
  rolloutActions,
  RolloutDetail,
  RolloutTypes,
} from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import { useAccess } from '../../hooks/useAccess';
import { rolloutFlow } from './flow';

/** The buttons of one rollout. */
export interface RolloutButtons extends ActionButtons<RolloutTypes> {
  /** What the user may do, and how it is read again. */
  access: Fetched<RolloutAccess>;
}

/** Gates, access and sending for one rollout's buttons. */
export function useRolloutButtons(
  detail: RolloutDetail,
  deleted: boolean,
): RolloutButtons {
  const { core } = detail;
  const access = useAccess(deleted ? undefined : core);
  useFreshAccess(
    core.entity.state === 'bound' ? core.entity.entityRef : undefined,
    access,
  );
  const buttons = rolloutFlow.useActionButtons(detail, {
    ...access,
    gone: deleted ? 'The rollout was deleted.' : undefined,
  });
  return { ...buttons, access };
}

const {
  promote,
  'promote-full': promoteFull,
  'skip-step': skipStep,
  pause,
  resume,
  abort,
  retry,
  restart,
  undo,
  'set-image': setImage,
} = rolloutActions;

/** The buttons in the head of a rollout. */
export function RolloutActions(props: {
  detail: RolloutDetail;
  buttons: RolloutButtons;
}) {
  const { detail, buttons } = props;
  const { core, revisions } = detail;
  const { button, item } = buttons;
  const { value: access, reload } = buttons.access;
  const [breaking, setBreaking] = useState(false);
  const earlier = revisions.find(
    revision => revision.podTemplateHash !== core.currentPodHash,
  );
  return (
    <Box
      role="group"
      aria-label="Actions"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}
    >
      {core.aborted ? (
        <ActionButton {...button(retry)} variant="contained" />
      ) : (
        <Box sx={{ display: 'inline-flex' }}>
          <ActionButton {...button(promote)} variant="contained" />
          <ActionMenu
            label="More ways to promote"
            kind="split"
            items={[item(promoteFull), item(skipStep)]}
          />
        </Box>
      )}
      <ActionButton
        {...button(core.specPaused ? resume : pause)}
        variant="outlined"
      />
      <ActionButton {...button(abort)} variant="outlined" color="error" />
      <ActionMenu
        label="More actions"
        kind="more"
        items={[
          item(core.aborted ? promote : retry),
          item(restart),
          item(setImage),
          item(undo, { toRevision: earlier?.revision }),
          ...(access?.breakGlass?.mayOpen
            ? [
                {
                  label: 'Break glass…',
                  state: { enabled: true },
                  onPress: () => setBreaking(true),
                },
              ]
            : []),
        ]}
      />
      {breaking && access?.breakGlass && access.entity.state === 'bound' && (
        <BreakGlassDialog
          target={{ ...core.ref, kind: 'Rollout' }}
          entityRef={access.entity.entityRef}
          ownerRef={access.ownerRef}
          breakGlass={access.breakGlass}
          onOpened={reload}
          onClose={() => setBreaking(false)}
        />
      )}
    </Box>
  );
}
