import { toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { ActionTypes } from '@slipway/plugin-actions-common';
import {
  ComponentType,
  createContext,
  ReactElement,
  useCallback,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react';
import { ActionDialog } from './ActionDialog';
import { actionFailure, failureTitle } from './actionFailure';
import {
  ActionFlow,
  ActionFlowProviderProps,
  ActionIntent,
  ActionSurface,
  FollowUpProps,
  ShownAction,
} from './types';
import { ActionButtons, makeActionButtons, SubjectAccess } from './buttons';

/** How long a message with something to do next stays, ms. */
const FOLLOW_UP_MS = 30_000;
/** How long a message that an action was accepted stays, ms. */
const ACCEPTED_MS = 6_000;

/** What {@link createActionFlow} makes for one kind of object. */
export interface ActionFlowParts<T extends ActionTypes> {
  /** Owns the dialog and the sending for everything below it. */
  ActionFlowProvider(props: ActionFlowProviderProps<T>): ReactElement;
  /** How to start actions below the provider. */
  useActionFlow(): ActionFlow<T>;
  /** State of each action's button for one subject, and how it is pressed. */
  useActionButtons(
    subject: T['subject'],
    access: SubjectAccess,
  ): ActionButtons<T>;
}

/**
 * The one way to act on one kind of object: a provider that owns the confirm
 * dialog and the sending for everything below it, and the hooks of its buttons.
 *
 * @param kind - kind of the object, for the error of a button without a provider: `Rollout`
 */
export function createActionFlow<T extends ActionTypes>(
  kind: string,
): ActionFlowParts<T> {
  const Context = createContext<
    { flow: ActionFlow<T>; surface: ActionSurface<T> } | undefined
  >(undefined);

  function useFlow() {
    const found = useContext(Context);
    if (!found) {
      throw new Error(`There is no provider of actions on a ${kind} here`);
    }
    return found;
  }

  return {
    ActionFlowProvider({ surface, children }) {
      const { flow, asked, send, close } = useActionFlowState(surface);
      const value = useMemo(() => ({ flow, surface }), [flow, surface]);
      return (
        <Context.Provider value={value}>
          {children}
          {asked && (
            <ActionDialog
              intent={asked}
              surface={surface}
              onSend={send}
              onClose={close}
            />
          )}
        </Context.Provider>
      );
    },

    useActionFlow: () => useFlow().flow,

    useActionButtons(subject, access) {
      const { flow, surface } = useFlow();
      return makeActionButtons({ subject, access, flow, surface });
    },
  };
}

function useActionFlowState<T extends ActionTypes>(surface: ActionSurface<T>) {
  const toasts = useApi(toastApiRef);
  const [asked, setAsked] = useState<ActionIntent<T>>();
  const [pending, setPending] = useState<{ key: string; name: string }>();
  // A follow-up stands outside of the page and starts through the newest state.
  const startNext = useRef((_: T['subject'], __: ShownAction<T>) => {});

  const reportFailure = useCallback(
    (action: ShownAction<T>, error: unknown) => {
      const failure = actionFailure(error);
      toasts.post({
        title: failureTitle(failure, surface.notDone?.(action)),
        description: failure.message,
        status: failure.kind === 'changed' ? 'warning' : 'danger',
      });
    },
    [toasts, surface],
  );

  const send = useCallback(
    async (
      intent: ActionIntent<T>,
      typedName?: string,
      approvalId?: string,
    ) => {
      const { action, subject, draft } = intent;
      // As of now: afterwards the page has another state.
      const { effect } = action.preview(
        subject,
        draft,
        surface.contextOf(subject),
      );
      setPending({ key: surface.keyOf(subject), name: action.name });
      try {
        const { message, recorded } = await surface.send(
          intent,
          typedName,
          approvalId,
        );
        const FollowUp: ComponentType<FollowUpProps<T>> | undefined =
          surface.followUps?.[action.name];
        const toast = toasts.post({
          title: message,
          status: recorded ? 'success' : 'warning',
          timeout: FollowUp || !recorded ? FOLLOW_UP_MS : ACCEPTED_MS,
          description: FollowUp && (
            <FollowUp
              intent={intent}
              effect={effect}
              close={() => toast.close()}
              startNext={next => {
                toast.close();
                startNext.current(subject, next);
              }}
            />
          ),
        });
      } finally {
        setPending(undefined);
      }
    },
    [surface, toasts],
  );

  const start = useCallback<ActionFlow<T>['start']>(
    intent => {
      if (!intent.action.risk.oneTap) {
        setAsked(intent);
        return;
      }
      send(intent).catch(error => reportFailure(intent.action, error));
    },
    [send, reportFailure],
  );

  const startFrom = useCallback<ActionFlow<T>['startFrom']>(
    (source, action, seen) => {
      setPending({ key: source.key, name: action.name });
      source
        .read()
        .finally(() => setPending(undefined))
        .then(subject => {
          const reason = action.gate(subject);
          if (reason === undefined) {
            start({
              action,
              subject,
              draft: surface.emptyDraft,
              seen: seen ?? surface.seenOf(subject),
            });
          } else {
            toasts.post({
              title: `${source.name} changed since you looked; nothing was changed`,
              description: reason,
              status: 'warning',
            });
          }
        })
        .catch(error => reportFailure(action, error));
    },
    [surface, start, reportFailure, toasts],
  );

  const flow = useMemo<ActionFlow<T>>(
    () => ({
      start,
      startFrom,
      isPending: (key, { name }) =>
        pending?.key === key && pending.name === name,
    }),
    [start, startFrom, pending],
  );
  startNext.current = (subject, action) =>
    startFrom(
      {
        key: surface.keyOf(subject),
        name: surface.targetOf(subject).name,
        read: async () => surface.read?.(subject) ?? subject,
      },
      action,
    );
  const close = useCallback(() => setAsked(undefined), []);
  return { flow, asked, send, close };
}
