import { useApi } from '@backstage/frontend-plugin-api';
import {
  ConnectionState,
  LOADING,
  topicId,
  TopicState,
} from '@slipway/plugin-live-common';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { liveApiRef, LiveTopicRequest } from './liveApiRef';

const nothing = () => () => {};

function useTopicStore(request: LiveTopicRequest | undefined) {
  const api = useApi(liveApiRef);
  const id = request ? topicId(request) : undefined;
  // The id stands for the request: an equal request of another identity changes nothing.
  const stable = useMemo(
    () => (id === undefined ? undefined : parseTopicId(id)),
    [id],
  );
  const subscribe = useCallback(
    (listener: () => void) =>
      stable ? api.subscribe(stable, listener) : nothing(),
    [api, stable],
  );
  const get = useCallback(
    () => (id === undefined ? LOADING : api.getTopic(id)),
    [api, id],
  );
  return { subscribe, get };
}

/** The request that {@link topicId} named. */
function parseTopicId(id: string): LiveTopicRequest {
  const [topic, query] = id.split('?', 2);
  return query === undefined
    ? { topic }
    : { topic, params: Object.fromEntries(new URLSearchParams(query)) };
}

/**
 * A live topic, kept on this tab's stream while the component is mounted.
 *
 * @param request - `undefined` asks for nothing and stays `loading`
 * @returns the newest state; renders again only when this topic changes
 */
export function useLiveTopic<V = unknown>(
  request: LiveTopicRequest | undefined,
): TopicState<V> {
  const { subscribe, get } = useTopicStore(request);
  // The stream carries JSON; V is the caller's word for what its own backend sends.
  return useSyncExternalStore(subscribe, get) as TopicState<V>;
}

/**
 * One value of a live topic. Renders again only when this value changes, so
 * that a list of 500 rows draws one row for one change.
 */
export function useLiveItem<V = unknown>(
  request: LiveTopicRequest | undefined,
  key: string,
): V | undefined {
  const { subscribe, get } = useTopicStore(request);
  const getItem = useCallback(
    () => get().items.get(key) as V | undefined,
    [get, key],
  );
  return useSyncExternalStore(subscribe, getItem);
}

/** State of this tab's live stream. */
export function useLiveConnection(): ConnectionState {
  const api = useApi(liveApiRef);
  const subscribe = useCallback(
    (listener: () => void) => api.subscribeConnection(listener),
    [api],
  );
  const get = useCallback(() => api.getConnection(), [api]);
  return useSyncExternalStore(subscribe, get);
}

/** Opens the stream anew now; for the "Retry" of a topic that failed. */
export function useLiveRetry(): () => void {
  const api = useApi(liveApiRef);
  return useCallback(() => api.retry(), [api]);
}
