import { failureMessage } from '@slipway/plugin-portal-react';
import {
  ActionGate,
  RolloutAccess,
  RolloutActionName,
} from '@slipway/plugin-rollouts-common';

/** Whether a button can be pressed; `reason` is set when not. */
export interface ButtonState {
  enabled: boolean;
  reason?: string;
}

/** Why no button can be pressed while the permissions could not be read. */
export function accessUnknown(error: unknown): string {
  return `What you may do could not be read: ${failureMessage(error)}`;
}

/**
 * Puts permission and gate together. A missing permission is told first: what
 * would not work anyway does not matter to somebody who may not do it.
 *
 * @param access - undefined until the server has answered
 */
export function buttonState(
  action: RolloutActionName,
  gate: Pick<ActionGate, 'enabled' | 'reason'> | undefined,
  access: RolloutAccess | undefined,
): ButtonState {
  const permission = access?.actions[action];
  if (permission && !permission.allowed) {
    return {
      enabled: false,
      reason: permission.reason ?? 'You may not do this.',
    };
  }
  if (gate && !gate.enabled) {
    return {
      enabled: false,
      reason: gate.reason ?? 'It would do nothing now.',
    };
  }
  if (!access) {
    return { enabled: false, reason: 'Checking what you may do.' };
  }
  return { enabled: true };
}
