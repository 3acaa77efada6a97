import Box from '@mui/material/Box';
import {
  ActionButton,
  ActionMenu,
  BreakGlassDialog,
  ButtonState,
  buttonState,
  Fetched,
  useFreshAccess,
} from '@slipway/plugin-portal-react';
import {
  availableActions,
  previewAction,
  PreviewArgs,
  RolloutAccess,
  RolloutActionName,
  RolloutDetail,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import { useMemo, useState } from 'react';
import { useAccess } from '../../hooks/useAccess';
import { useActionFlow } from './ActionFlow';
import { ACTION_LABELS } from './actionWords';

/** State of each action's button, and how it is pressed. */
export interface RolloutButtons {
  /** What the person may do, and how it is read again. */
  access: Fetched<RolloutAccess>;
  state(action: RolloutActionName): ButtonState;
  busy(action: RolloutActionName): boolean;
  press(action: RolloutActionName, args?: PreviewArgs): void;
}

/** Gates, access and sending for one rollout's buttons. */
export function useRolloutButtons(
  detail: RolloutDetail,
  deleted: boolean,
): RolloutButtons {
  const { core } = detail;
  const flow = useActionFlow();
  const access = useAccess(deleted ? undefined : core);
  useFreshAccess(
    core.entity.state === 'bound' ? core.entity.entityRef : undefined,
    access,
  );
  const gates = useMemo(
    () =>
      new Map(
        availableActions(detail.core, detail).map(gate => [gate.action, gate]),
      ),
    [detail],
  );
  return {
    access,
    state(action) {
      if (deleted) {
        return { enabled: false, reason: 'The rollout was deleted.' };
      }
      return buttonState(action, access, gates.get(action)?.reason);
    },
    busy: action =>
      flow.pending?.uid === core.uid && flow.pending.action === action,
    press: (action, args = {}) =>
      flow.start({ action, detail, args, seen: seenStateOf(core) }),
  };
}

const effectOfAbort = (detail: RolloutDetail) =>
  previewAction('abort', detail, {}, detail.core.environment).effect;

/** The buttons in the head of a rollout. */
export function RolloutActions(props: {
  detail: RolloutDetail;
  buttons: RolloutButtons;
}) {
  const { detail, buttons } = props;
  const { core, revisions } = detail;
  const { value: access, reload } = buttons.access;
  const [breaking, setBreaking] = useState(false);
  const button = (action: RolloutActionName) => ({
    label: ACTION_LABELS[action],
    state: buttons.state(action),
    busy: buttons.busy(action),
    onPress: () => buttons.press(action),
  });
  const item = (
    action: RolloutActionName,
    label?: string,
    args?: PreviewArgs,
  ) => ({
    label: label ?? ACTION_LABELS[action],
    state: buttons.state(action),
    onPress: () => buttons.press(action, args),
  });
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
        <ActionButton {...button('retry')} variant="contained" />
      ) : (
        <Box sx={{ display: 'inline-flex' }}>
          <ActionButton {...button('promote')} variant="contained" />
          <ActionMenu
            label="More ways to promote"
            kind="split"
            items={[item('promote-full'), item('skip-step')]}
          />
        </Box>
      )}
      {core.specPaused ? (
        <ActionButton {...button('resume')} variant="outlined" />
      ) : (
        <ActionButton {...button('pause')} variant="outlined" />
      )}
      <ActionButton
        {...button('abort')}
        variant="outlined"
        color="error"
        // Nothing is asked before an abort.
        hint={effectOfAbort(detail)}
      />
      <ActionMenu
        label="More actions"
        kind="more"
        items={[
          ...(core.aborted ? [item('promote')] : [item('retry')]),
          item('restart'),
          item('set-image', 'Set image…'),
          item('undo', 'Undo to…', { toRevision: earlier?.revision }),
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
