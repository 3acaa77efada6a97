import { ActionTypes, menuLabelOf } from '@slipway/plugin-actions-common';
import { ActionMenuItem } from './ActionMenu';
import { ButtonState, buttonState, KnownAccess } from './buttonState';
import { ActionFlow, ActionSurface, ShownAction } from './types';

/** What the signed-in user may do to one subject. */
export interface SubjectAccess extends KnownAccess {
  /** Why nothing at all can be done: `The rollout was deleted.` */
  gone?: string;
}

/** The buttons of one subject. */
export interface ActionButtons<T extends ActionTypes> {
  state(action: ShownAction<T>): ButtonState;
  press(action: ShownAction<T>, draft?: T['draft']): void;
  /** Props of an `ActionButton`. */
  button(
    action: ShownAction<T>,
    draft?: T['draft'],
  ): {
    label: string;
    state: ButtonState;
    busy: boolean;
    hint?: string;
    onPress: () => void;
  };
  /** An item of an `ActionMenu`. */
  item(action: ShownAction<T>, draft?: T['draft']): ActionMenuItem;
}

/** Gates, access and sending for the buttons of one subject. */
export function makeActionButtons<T extends ActionTypes>(options: {
  subject: T['subject'];
  access: SubjectAccess;
  flow: ActionFlow<T>;
  surface: ActionSurface<T>;
}): ActionButtons<T> {
  const { subject, access, flow, surface } = options;
  const state = (action: ShownAction<T>): ButtonState =>
    access.gone === undefined
      ? buttonState(action.name, access, action.gate(subject))
      : { enabled: false, reason: access.gone };
  const press: ActionButtons<T>['press'] = (action, draft) =>
    flow.start({
      action,
      subject,
      draft: draft ?? surface.emptyDraft,
      seen: surface.seenOf(subject),
    });
  return {
    state,
    press,
    button: (action, draft) => ({
      label: action.words.label,
      state: state(action),
      busy: flow.isPending(surface.keyOf(subject), action),
      // Nothing is asked before a one-tap action: its button says what it does.
      hint: action.risk.oneTap
        ? action.preview(
            subject,
            draft ?? surface.emptyDraft,
            surface.contextOf(subject),
          ).effect
        : undefined,
      onPress: () => press(action, draft),
    }),
    item: (action, draft) => ({
      label: menuLabelOf(action),
      state: state(action),
      onPress: () => press(action, draft),
    }),
  };
}
