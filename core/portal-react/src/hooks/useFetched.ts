import { useCallback, useEffect, useRef, useState } from 'react';

/** Something asked for once over HTTP. */
export interface Fetched<T> {
  status: 'loading' | 'ready' | 'failed';
  value?: T;
  error?: Error;
  /** Asks again; what is there stays until the answer comes. */
  reload(): void;
}

/**
 * Calls `load` once for each `key`, which stands for what it asks; `undefined`
 * asks for nothing. An answer to an older key is dropped.
 */
export function useFetched<T>(
  key: string | undefined,
  load: () => Promise<T>,
): Fetched<T> {
  const latestLoad = useRef(load);
  latestLoad.current = load;
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<{
    key: string;
    value?: T;
    error?: Error;
  }>();

  useEffect(() => {
    if (key === undefined) return undefined;
    let wanted = true;
    latestLoad.current().then(
      value => wanted && setAnswer({ key, value }),
      error => wanted && setAnswer({ key, error }),
    );
    return () => {
      wanted = false;
    };
  }, [key, round]);

  const reload = useCallback(() => setRound(old => old + 1), []);
  const current = answer?.key === key ? answer : undefined;
  if (!current) return { status: 'loading', reload };
  return {
    status: current.error ? 'failed' : 'ready',
    value: current.value,
    error: current.error,
    reload,
  };
}
