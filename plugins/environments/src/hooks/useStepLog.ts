import { useApi } from '@backstage/frontend-plugin-api';
import { Step } from '@slipway/plugin-environments-common';
import { useEffect, useState } from 'react';
import { environmentsApiRef } from '../api/EnvironmentsApi';

/** How long after a part with something in it the next one is asked for, ms. */
const MORE_AFTER_MS = 250;
/** The same, where there was nothing new. */
const LOG_EVERY_MS = 1000;
/** How long after a failure it is asked for again, ms. */
const AGAIN_AFTER_MS = 5000;
/** Most characters that are kept; older ones are dropped. */
const MOST_LOG = 400_000;

/** A log as far as it has been read. */
export interface ReadLog {
  text: string;
  /** Whether older lines were dropped here. */
  cut: boolean;
  /** True once nothing more will follow. */
  ended: boolean;
  /** Why the last part could not be read; it is asked for again. */
  error?: Error;
}

const NOTHING: ReadLog = { text: '', cut: false, ended: false };

function withPart(before: ReadLog, more: string, ended: boolean): ReadLog {
  const text = before.text + more;
  return {
    text: text.length > MOST_LOG ? text.slice(-MOST_LOG) : text,
    cut: before.cut || text.length > MOST_LOG,
    ended,
  };
}

/** The log of a step, followed until it has ended. */
export function useStepLog(
  environment: string,
  operationId: string,
  { seq, attempt }: Pick<Step, 'seq' | 'attempt'>,
): ReadLog {
  const api = useApi(environmentsApiRef);
  const [log, setLog] = useState(NOTHING);
  useEffect(() => {
    let wanted = true;
    let from = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setLog(NOTHING);
    const ask = async () => {
      try {
        const part = await api.getLog(environment, operationId, seq, from);
        if (!wanted) return;
        const wait = part.next > from ? MORE_AFTER_MS : LOG_EVERY_MS;
        from = part.next;
        setLog(before => withPart(before, part.text, part.ended));
        if (!part.ended) timer = setTimeout(ask, wait);
      } catch (error) {
        if (!wanted) return;
        setLog(before => ({
          ...before,
          error: error instanceof Error ? error : new Error(String(error)),
        }));
        timer = setTimeout(ask, AGAIN_AFTER_MS);
      }
    };
    ask();
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [api, environment, operationId, seq, attempt]);
  return log;
}
