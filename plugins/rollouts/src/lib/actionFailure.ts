import { ResponseError } from '@backstage/errors';

/** Why an action was not done, as the page tells it. */
export interface ActionFailure {
  kind: 'moved-on' | 'refused' | 'failed';
  /** The server's own words. */
  message: string;
}

/** Sorts an error of {@link RolloutsApi.act}: 409 moved on, 403 refused, anything else failed. */
export function actionFailure(error: unknown): ActionFailure {
  if (error instanceof ResponseError) {
    const message = error.body?.error?.message ?? error.message;
    if (error.statusCode === 409) return { kind: 'moved-on', message };
    if (error.statusCode === 403) return { kind: 'refused', message };
    return { kind: 'failed', message };
  }
  return {
    kind: 'failed',
    message: error instanceof Error ? error.message : String(error),
  };
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
