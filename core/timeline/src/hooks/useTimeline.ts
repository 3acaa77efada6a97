import { useApi } from '@backstage/frontend-plugin-api';
import { useFetched, useLiveTopic } from '@slipway/plugin-portal-react';
import {
  RangeChoice,
  rangeOf,
  TimelineAnswer,
  timelineChangesTopic,
} from '@slipway/plugin-timeline-common';
import { useEffect, useRef } from 'react';
import { timelineApiRef } from '../api/TimelineApi';

/** The timeline as it was read last. */
export interface TimelineReading {
  status: 'loading' | 'ready' | 'failed';
  /** The last answer; of another range while the present one is read. */
  answer?: TimelineAnswer;
  /** Why it could not be read; with an answer: why it could not be read again. */
  error?: Error;
  /** An answer to what is asked now is on its way. */
  pending: boolean;
  reload(): void;
}

/**
 * Reads the timeline of an entity; again when something changed, where the
 * range ends now. What was read stays until the next answer is there.
 */
export function useTimeline(
  entityRef: string,
  choice: RangeChoice,
): TimelineReading {
  const api = useApi(timelineApiRef);
  const key = `${entityRef} ${JSON.stringify(choice)}`;
  const fetched = useFetched(key, () =>
    api.read(entityRef, rangeOf(choice, Date.now())),
  );
  const last = useRef<{ entityRef: string; answer: TimelineAnswer }>();
  if (fetched.value) last.current = { entityRef, answer: fetched.value };

  const moves = typeof choice === 'string';
  const changes = useLiveTopic(timelineChangesTopic, moves ? {} : undefined);
  const changedAt = changes.items.get('now')?.at;
  const { reload, status } = fetched;
  const seen = useRef<number>();
  useEffect(() => {
    if (changedAt === undefined || status === 'loading') return;
    if (seen.current !== undefined && seen.current !== changedAt) reload();
    seen.current = changedAt;
  }, [changedAt, reload, status]);

  const answer =
    last.current?.entityRef === entityRef ? last.current.answer : undefined;
  return {
    status: answer ? 'ready' : status,
    answer,
    error: fetched.error,
    pending: status === 'loading',
    reload,
  };
}
