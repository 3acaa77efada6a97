import { ActionAccess } from '@slipway/plugin-actions-common';
import { failureMessage } from '../errors/failure';
import { Fetched } from '../hooks/useFetched';

/** Whether a button can be pressed; `reason` is set when not. */
export interface ButtonState {
  enabled: boolean;
  reason?: string;
}

/** What is known of the user's access: the part that a button's state depends on. */
export type KnownAccess = Pick<
  Fetched<Pick<ActionAccess, 'actions'>>,
  'status' | 'value' | 'error'
>;

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
    return closed(decision.reason);
  }
  if (notApplicable !== undefined) return closed(notApplicable);
  return decision
    ? { enabled: true }
    : closed(
        access.value ? 'You may not do this.' : 'Checking what you may do.',
      );
}
