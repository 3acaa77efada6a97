import { failureOf, mayHaveBeenDone } from '../errors/failure';

/** Why an action was not done, or not all of it, as every page reports it. */
export interface ActionFailure {
  /**
   * - `changed`: what it acts on changed since the user looked; nothing was changed
   * - `stopped`: a rule stops it; nothing was changed
   * - `refused`: the user may not; nothing was changed
   * - `partial`: a part was applied, another was not
   * - `unknown`: it was sent, and nobody knows what became of it
   * - `unrecorded`: no record can be kept, so it was not done
   * - `failed`: it was not done
   */
  kind:
    | 'changed'
    | 'stopped'
    | 'refused'
    | 'partial'
    | 'unknown'
    | 'unrecorded'
    | 'failed';
  /** The server's own words. */
  message: string;
}

/**
 * Sorts an error of an API that acts: by the name of the API's error first,
 * because a status says too little.
 */
export function actionFailure(error: unknown): ActionFailure {
  const failure = failureOf(error);
  const { message, name, status } = failure;
  if (name === 'PartiallyAppliedError') return { kind: 'partial', message };
  if (name === 'ActionStoppedError') return { kind: 'stopped', message };
  if (name === 'UnrecordedError') return { kind: 'unrecorded', message };
  if (mayHaveBeenDone(failure)) return { kind: 'unknown', message };
  if (status === 409) return { kind: 'changed', message };
  if (status === 403) return { kind: 'refused', message };
  return { kind: 'failed', message };
}

/**
 * What a failure means, over the server's message with the reason.
 *
 * @param notDone - said of an action that was not done: `No release was started`
 */
export function failureTitle(
  { kind }: Pick<ActionFailure, 'kind'>,
  notDone?: string,
): string {
  switch (kind) {
    case 'changed':
    case 'stopped':
      return notDone ?? 'Nothing was changed';
    case 'refused':
      return notDone ?? 'You may not do this; nothing was changed';
    case 'partial':
      return 'Only a part of this was applied';
    case 'unknown':
      return 'It is not known whether this was applied';
    case 'unrecorded':
      return notDone ?? 'Nothing was changed: it cannot be recorded';
    default:
      return notDone ?? 'The action failed';
  }
}

/**
 * Why the same request must not be sent again from the same dialog; undefined
 * when it may.
 *
 * @param what - what to review: `the rollout`
 */
export function reviewFirst(
  { kind }: Pick<ActionFailure, 'kind'>,
  what: string,
): string | undefined {
  return kind === 'partial' || kind === 'unknown'
    ? `Close this and review ${what} before you act again.`
    : undefined;
}
