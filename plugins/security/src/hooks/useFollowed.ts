import { Reading, useFetched } from '@slipway/plugin-portal-react';
import { useEffect, useRef } from 'react';

/** What is read over HTTP again whenever a short live value changes. */
export interface Followed<T> extends Reading {
  /** The newest answer; the one before stays until a newer one is there. */
  value?: T;
}

/**
 * Reads something once for each stamp of a live topic.
 *
 * @param of - what is read; another one forgets the answer
 * @param stamp - undefined while the topic has not answered
 */
export function useFollowed<T>(
  of: string,
  live: Reading,
  stamp: string | undefined,
  load: () => Promise<T>,
): Followed<T> {
  const fetched = useFetched(
    stamp === undefined ? undefined : `${of} ${stamp}`,
    load,
  );
  const last = useRef<{ of: string; value: T }>();
  useEffect(() => {
    if (fetched.value !== undefined)
      last.current = { of, value: fetched.value };
  }, [of, fetched.value]);
  const value =
    fetched.value ?? (last.current?.of === of ? last.current.value : undefined);
  if (value !== undefined) return { status: 'ready', value };
  if (live.status === 'failed') return { status: 'failed', error: live.error };
  return { status: fetched.status, error: fetched.error };
}
