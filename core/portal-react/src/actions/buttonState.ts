import { failureMessage } from '../errors/failure';
import { Fetched } from '../hooks/useFetched';

/** Whether a button can be pressed; `reason` is set when not. */
export interface ButtonState {
  enabled: boolean;
  reason?: string;
}

/** What the signed-in user may do to one thing, by name of the action. */
export interface AccessToActions {
  actions: Readonly<Record<string, { allowed: boolean; reason?: string }>>;
}

/** The part of {@link Fetched} that a button's state depends on. */
type KnownAccess = Pick<Fetched<AccessToActions>, 'status' | 'value' | 'error'>;

const closed = (reason: string): ButtonState => ({ enabled: false, reason });

/**
 * Puts permission and gate together. A missing permission comes first: what is
 * not applicable anyway does not matter to somebody who may not do it.
 *
 * @param access - what the server says that the user may do
 * @param notApplicable - why the action does nothing in the current state
 */
export function buttonState(
  action: string,
  access: KnownAccess,
  notApplicable?: string,
): ButtonState {
  if (access.status === 'failed') {
    return closed(
      `What you may do could not be read: ${failureMessage(access.error)}`,
    );
  }
  const decision = access.value?.actions[action];
  if (decision && !decision.allowed) {
    return closed(decision.reason ?? 'You may not do this.');
  }
  if (notApplicable !== undefined) return closed(notApplicable);
  return decision
    ? { enabled: true }
    : closed(
        access.value ? 'You may not do this.' : 'Checking what you may do.',
      );
}
