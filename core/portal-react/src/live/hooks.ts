import { useApi } from '@backstage/frontend-plugin-api';
import {
  ConnectionState,
  LOADING,
  Topic,
  topicId,
  TopicOfParts,
  TopicParams,
  topicRequest,
  TopicState,
} from '@slipway/plugin-live-common';
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { liveApiRef, LiveTopicRequest } from './liveApiRef';

const nothing = () => () => {};

/** What is known of a thing that does not exist. */
const NOT_THERE: TopicState = Object.freeze({
  status: 'ready',
  items: new Map(),
  freshness: [],
});

/** What the stream has of a topic, before its values are read. */
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

/** What `read` makes of the state of a topic; renders again only when that changes. */
function useTopicReading<Params extends TopicParams, Value, Reading>(
  topic: Topic<Params, Value>,
  params: Params | undefined,
  read: (state: TopicState) => Reading,
): Reading {
  const { subscribe, get } = useTopicStore(
    params && topicRequest(topic, params),
  );
  return useSyncExternalStore(subscribe, () => read(get()));
}

/**
 * A live topic, kept on this tab's stream while the component is mounted.
 *
 * @param topic - its definition, which also checks what comes in
 * @param params - `undefined` asks for nothing and stays `loading`
 * @returns the newest state; renders again only when this topic changes
 */
export function useLiveTopic<Params extends TopicParams, Value>(
  topic: Topic<Params, Value>,
  params: Params | undefined,
): TopicState<Value> {
  return useTopicReading(topic, params, topic.read);
}

/**
 * The topic of what an address names. Parameters that the topic does not allow
 * (an id that was cut off) name nothing: nothing is asked for, and the state is
 * that of a thing that does not exist, `ready` without items.
 */
export function useAddressedTopic<Params extends TopicParams, Value>(
  topic: Topic<Params, Value>,
  params: Params,
): TopicState<Value> {
  const possible = topic.params.safeParse(params).success;
  const state = useLiveTopic(topic, possible ? params : undefined);
  return possible ? state : topic.read(NOT_THERE);
}

/**
 * The same topic with several parameters, such as the pages of a list.
 *
 * @returns the newest states in the order of `params`; the same array until one of them changes
 */
export function useLiveTopics<Params extends TopicParams, Value>(
  topic: Topic<Params, Value>,
  params: readonly Params[],
): ReadonlyArray<TopicState<Value>> {
  const api = useApi(liveApiRef);
  const ids = JSON.stringify(
    params.map(one => topicId(topicRequest(topic, one))),
  );
  const before = useRef<ReadonlyArray<TopicState<Value>>>([]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = idsOf(ids).map(id =>
        api.subscribe(parseTopicId(id), listener),
      );
      return () => ends.forEach(end => end());
    },
    [api, ids],
  );
  return useSyncExternalStore(subscribe, () => {
    const states = idsOf(ids).map(id => topic.read(api.getTopic(id)));
    const same =
      states.length === before.current.length &&
      states.every((state, index) => state === before.current[index]);
    if (!same) before.current = states;
    return before.current;
  });
}

/** Ids that were written as one text, so that equal ones are the same. */
function idsOf(text: string): string[] {
  const ids: string[] = JSON.parse(text);
  return ids;
}

/**
 * One value of a live topic. Renders again only when this value changes, so
 * that a list of 500 rows draws one row for one change.
 */
export function useLiveItem<Params extends TopicParams, Value>(
  topic: Topic<Params, Value>,
  params: Params | undefined,
  key: string,
): Value | undefined {
  return useTopicReading(topic, params, state => topic.valueAt(state, key));
}

/** {@link useLiveItem} for the part of a topic whose key is its name. */
export function useLivePart<
  Params extends TopicParams,
  Parts extends object,
  Part extends keyof Parts & string,
>(
  topic: TopicOfParts<Params, Parts>,
  params: Params | undefined,
  part: Part,
): Parts[Part] | undefined {
  return useTopicReading(topic, params, state => topic.partAt(state, part));
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

/** Opens the stream again now; for the "Retry" of a topic that failed. */
export function useLiveRetry(): () => void {
  const api = useApi(liveApiRef);
  return useCallback(() => api.retry(), [api]);
}
