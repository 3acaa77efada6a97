import { ActionStops, ActionTypes } from '@slipway/plugin-actions-common';
import { useFetched } from '../hooks/useFetched';
import { ActionIntent, ActionSurface } from './types';

/** What rules of other features stop, as far as it is known. */
export interface KnownStops {
  /** Absent until it is known, and where no rules can stop it. */
  found?: ActionStops;
  /** It cannot be read; the server decides when the action is sent. */
  failed: boolean;
  /** Asks again. */
  reload(): void;
}

/**
 * What stops an action that is about to be sent. Asked again when what it acts
 * on changes while its dialog is open.
 */
export function useStops<T extends ActionTypes>(
  { action, subject }: Pick<ActionIntent<T>, 'action' | 'subject'>,
  surface: ActionSurface<T>,
  current: T['subject'],
): KnownStops {
  const { stopsOf } = surface;
  const { value, status, reload } = useFetched(
    stopsOf &&
      `${surface.keyOf(subject)} ${action.name} ${JSON.stringify(
        surface.seenOf(current),
      )}`,
    async () => stopsOf?.(subject, action),
  );
  return { found: value, failed: status === 'failed', reload };
}
