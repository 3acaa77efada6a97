import {
  Action,
  ActionOverride,
  ActionStops,
  ActionTypes,
} from '@slipway/plugin-actions-common';
import { JsonObject } from '@backstage/types';
import { ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { ComponentType, ReactNode } from 'react';
import { ConfirmTarget } from './ConfirmDialog';

/** The part of an {@link Action} that a page needs: all but how the server carries it out. */
export type ShownAction<T extends ActionTypes> = Pick<
  Action<T>,
  | 'name'
  | 'words'
  | 'risk'
  | 'guard'
  | 'gate'
  | 'approval'
  | 'missing'
  | 'preview'
>;

/** What a user wants to do, with what they saw when they pressed. */
export interface ActionIntent<T extends ActionTypes> {
  action: ShownAction<T>;
  /** As it was when the button was pressed. */
  subject: T['subject'];
  /** What was on the screen when the button was pressed; never read again while the dialog is open. */
  seen: T['seen'];
  /** Filled in bit by bit in the dialog. */
  draft: T['draft'];
  /** That it is done although rules stop it. */
  override?: ActionOverride;
}

/** Answer to an action that was accepted. */
export interface SentAction {
  /** What was accepted, one sentence. */
  message: string;
  /** False when it was done although its record could not be kept; the message says so. */
  recorded: boolean;
}

/** Fields for the arguments of one action. */
export type ActionFields<T extends ActionTypes> = ComponentType<{
  subject: T['subject'];
  draft: T['draft'];
  onChange: (draft: T['draft']) => void;
}>;

/** Where a subject is read from, when only a summary of it is at hand. */
export interface SubjectSource<Subject> {
  /** As `keyOf` gives it for the subject. */
  key: string;
  /** How the user knows it: `order-service`. */
  name: string;
  read(): Promise<Subject>;
}

/**
 * What a feature gives the kit about the kind of object that its actions are
 * done to. Make it in a hook, with `useMemo`.
 */
export interface ActionSurface<T extends ActionTypes> {
  /** Distinguishes objects, also after one was deleted and created again: its UID. */
  keyOf(subject: T['subject']): string;
  targetOf(subject: T['subject']): ConfirmTarget;
  /** Where it stands; production unless given, as for an environment that is not known. */
  environmentOf?(
    subject: T['subject'],
  ): Pick<ResolvedEnvironment, 'environment'>;
  /** What is sent as seen with an action. */
  seenOf(subject: T['subject']): T['seen'];
  /** What previews need beside the subject, as of now. */
  contextOf(subject: T['subject']): T['context'];
  /** A hook: the same, kept current while a dialog is open. */
  useContext(subject: T['subject']): T['context'];
  /** A hook: the subject as it is now. */
  useCurrent(subject: T['subject']): T['subject'];
  /** A draft in which nothing is filled in. */
  emptyDraft: T['draft'];
  /** Reads the subject again, for what comes after an action. */
  read?(subject: T['subject']): Promise<T['subject']>;
  /** `Paused, step 5 of 7`. */
  stateInWords(subject: T['subject']): string;
  /** By name of the action; an action without fields takes no arguments, or has them in its draft. */
  fields?: { readonly [Name in T['name']]?: ActionFields<T> };
  /**
   * Sends it; throws as `fetchJson` does.
   *
   * @param approvalId - the approval under which it is done, where it needs one
   */
  send(
    intent: ActionIntent<T>,
    typedName?: string,
    approvalId?: string,
  ): Promise<SentAction>;
  /** For kinds with actions that somebody else may have to allow first. */
  approvals?: {
    /** Id of the plugin whose actions they are. */
    plugin: string;
    entityRefOf(subject: T['subject']): string;
    /** What the server binds an approval to: the arguments, and what of the state. */
    boundOf(
      subject: T['subject'],
      draft: T['draft'],
    ): { args: unknown; state?: JsonObject };
    /** Asks for it; throws as `fetchJson` does. */
    ask(intent: ActionIntent<T>, reason: string): Promise<unknown>;
  };
  /** What rules of other features stop now; throws as `fetchJson` does. Absent where none can. */
  stopsOf?(subject: T['subject'], action: ShownAction<T>): Promise<ActionStops>;
  /** Said of an action that was not done: `No release was started`. */
  notDone?(action: ShownAction<T>): string | undefined;
  /** By name of the action: what to do next, under the message that it was accepted. */
  followUps?: {
    readonly [Name in T['name']]?: ComponentType<FollowUpProps<T>>;
  };
}

/** An action that was accepted. The message that says so stands outside of the page: no hooks of its context. */
export interface FollowUpProps<T extends ActionTypes> {
  intent: ActionIntent<T>;
  /** What the preview said would happen, as of when it was sent. */
  effect: string;
  close: () => void;
  /** Closes the message and starts another action on the same subject. */
  startNext: (action: ShownAction<T>) => void;
}

/** How the buttons below a provider start actions. */
export interface ActionFlow<T extends ActionTypes> {
  /** Asks, or for one-tap actions sends at once. */
  start(intent: ActionIntent<T>): void;
  /** The same from where only a summary is at hand: the subject is read first. */
  startFrom(
    source: SubjectSource<T['subject']>,
    action: ShownAction<T>,
    /** What the user saw; what is read now unless given. */
    seen?: T['seen'],
  ): void;
  /** Whether this action is being read or sent now. */
  isPending(key: string, action: ShownAction<T>): boolean;
}

/** Props of a provider of {@link ActionFlow}. */
export interface ActionFlowProviderProps<T extends ActionTypes> {
  surface: ActionSurface<T>;
  children: ReactNode;
}
