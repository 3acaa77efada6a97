import { failureOf } from '@slipway/plugin-portal-react';

/** Why an action was not done, as the page tells it. */
export interface ActionFailure {
  kind: 'moved-on' | 'refused' | 'failed';
  /** The server's own words. */
  message: string;
}

/** Sorts an error of {@link RolloutsApi.act}: 409 moved on, 403 refused, anything else failed. */
export function actionFailure(error: unknown): ActionFailure {
  const { message, status } = failureOf(error);
  if (status === 409) return { kind: 'moved-on', message };
  if (status === 403) return { kind: 'refused', message };
  return { kind: 'failed', message };
}

/** What a failure means, over the server's message with the reason. */
export function failureTitle(failure: ActionFailure): string {
  switch (failure.kind) {
    case 'moved-on':
      return 'Nothing was changed';
    case 'refused':
      return 'You may not do this; nothing was changed';
    default:
      return 'The action failed';
  }
}
