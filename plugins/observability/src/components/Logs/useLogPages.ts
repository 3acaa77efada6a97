import { useApi } from '@backstage/frontend-plugin-api';
import {
  LogFilter,
  LogRange,
  LogsAnswer,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import { useFetched } from '@slipway/plugin-portal-react';
import { useState } from 'react';
import { observabilityApiRef } from '../../api/ObservabilityApi';
import { placeKey } from '../../lib/places';

/** Older pages of one question. */
interface Older {
  key: string;
  pages: readonly LogsAnswer[];
  asking: boolean;
  error?: unknown;
}

/** Lines of a place in a range: the newest page, and older ones as they are asked for. */
export function useLogPages(
  entityRef: string,
  place: ObservedPlace,
  filter: LogFilter,
  range: LogRange,
) {
  const api = useApi(observabilityApiRef);
  const { stable, canary } = place;
  const key = JSON.stringify([
    entityRef,
    placeKey(place),
    stable,
    canary,
    filter,
    range,
  ]);
  const first = useFetched(key, () =>
    api.getLogs(entityRef, place, { filter, range }),
  );
  const [kept, setKept] = useState<Older>();
  const older: Older =
    kept?.key === key ? kept : { key, pages: [], asking: false };
  const pages = first.value ? [first.value, ...older.pages] : [];
  const after = pages.at(-1)?.next;

  const readOlder = async () => {
    if (older.asking || !after) return;
    setKept({ ...older, asking: true, error: undefined });
    const answered: Older = await api
      .getLogs(entityRef, place, { filter, range, after })
      .then(
        page => ({ key, pages: [...older.pages, page], asking: false }),
        error => ({ ...older, asking: false, error }),
      );
    // An answer to what is no longer asked is dropped.
    setKept(now => (now?.key === key ? answered : now));
  };

  return {
    ...first,
    lines: pages.flatMap(({ lines }) => lines),
    partial: pages.some(({ partial }) => partial),
    source: first.value?.source,
    hasOlder: after !== undefined,
    asksOlder: older.asking,
    olderError: older.error,
    readOlder,
  };
}
