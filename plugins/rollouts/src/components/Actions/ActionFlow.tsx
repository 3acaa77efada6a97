import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { actionFailure, failureTitle } from '@slipway/plugin-portal-react';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  actionGate,
  previewAction,
  RolloutActionName,
  rolloutActions,
  SeenState,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import {
  createContext,
  ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
import { rolloutsApiRef } from '../../api/RolloutsApi';
import { ActionDialog } from './ActionDialog';
import { ActionIntent } from './ActionIntent';
import { PendingAction, useSendAction } from './useSendAction';

interface ActionFlow {
  /** Asks, or for one-tap actions sends at once. */
  start(intent: ActionIntent): void;
  /** The same from where only a summary is at hand: the rest is read first. */
  startFrom(
    rollout: { ref: ObjectRef; uid: string },
    action: RolloutActionName,
    seen?: SeenState,
  ): void;
  /** What is being read or sent now. */
  pending?: PendingAction;
}

const Context = createContext<ActionFlow | undefined>(undefined);

/** How the buttons below an {@link ActionFlowProvider} start actions. */
export function useActionFlow(): ActionFlow {
  const flow = useContext(Context);
  if (!flow) throw new Error('There is no ActionFlowProvider around this');
  return flow;
}

/** Owns the confirm dialog and the sending of actions for everything below it. */
export function ActionFlowProvider({ children }: { children: ReactNode }) {
  const api = useApi(rolloutsApiRef);
  const toasts = useApi(toastApiRef);
  const { send, pending, setPending } = useSendAction();
  const [asked, setAsked] = useState<ActionIntent>();

  const tellFailure = useCallback(
    (error: unknown) => {
      const failure = actionFailure(error);
      toasts.post({
        title: failureTitle(failure),
        description: failure.message,
        status: failure.kind === 'changed' ? 'warning' : 'danger',
      });
    },
    [toasts],
  );

  const startFrom = useCallback<ActionFlow['startFrom']>(
    ({ ref, uid }, action, seen) => {
      setPending({ uid, action });
      api
        .getRollout(ref)
        .finally(() => setPending(undefined))
        .then(detail => {
          const gate = actionGate(action, detail.core, detail);
          if (gate.enabled) {
            setAsked({
              action,
              detail,
              args: {},
              seen: seen ?? seenStateOf(detail.core),
            });
          } else {
            toasts.post({
              title: `${ref.name} has moved on; nothing was changed`,
              description: gate.reason,
              status: 'warning',
            });
          }
        })
        .catch(error => tellFailure(error));
    },
    [api, setPending, tellFailure, toasts],
  );

  const start = useCallback<ActionFlow['start']>(
    intent => {
      const { action, detail, args } = intent;
      const { core } = detail;
      if (!rolloutActions[action].risk.oneTap) {
        setAsked(intent);
        return;
      }
      // As of now: afterwards the page has another state.
      const { effect } = previewAction(action, detail, args, core.environment);
      send(intent).then(result => {
        const toast = toasts.post({
          title: result.message,
          // Without a record it was done all the same; the message says so.
          status: result.activityId ? 'success' : 'warning',
          timeout: 30_000,
          description: action === 'abort' && (
            <>
              <Typography variant="body2" sx={{ mb: 1 }}>
                {effect}
              </Typography>
              <Button
                size="small"
                variant="outlined"
                // The toast has its own colours, dark in both themes.
                sx={{
                  color: 'var(--bui-fg-primary)',
                  borderColor: 'currentcolor',
                }}
                onClick={() => {
                  toast.close();
                  startFrom(core, 'retry');
                }}
              >
                Undo: retry the release
              </Button>
            </>
          ),
        });
      }, tellFailure);
    },
    [send, startFrom, tellFailure, toasts],
  );

  const flow = useMemo(
    () => ({ start, startFrom, pending }),
    [start, startFrom, pending],
  );
  return (
    <Context.Provider value={flow}>
      {children}
      {asked && (
        <ActionDialog
          intent={asked}
          onSend={async (intent, typedName) => {
            const { message } = await send(intent, typedName);
            toasts.post({ title: message, status: 'success', timeout: 6_000 });
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Context.Provider>
  );
}
