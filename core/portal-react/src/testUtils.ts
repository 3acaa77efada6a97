/**
 * Test doubles for pages of Slipway.
 *
 * @packageDocumentation
 */
import {
  ToastApi,
  ToastApiMessage,
  toastApiRef,
} from '@backstage/frontend-plugin-api';
import {
  ConnectionState,
  LiveFrame,
  LOADING,
  reduceFrame,
  topicId,
  TopicState,
} from '@slipway/plugin-live-common';
import { LiveApi, liveApiRef, LiveTopicRequest } from './live/liveApiRef';

/** A live stream that a test speaks for. Give it as `[liveApiRef, fake]` to the app under test. */
export interface FakeLiveApi extends LiveApi {
  /** Lets a frame arrive, as the server would send it. Wrap it in `act`. */
  send(frame: LiveFrame): void;
  /** Lets a whole topic arrive: a `snapshot` frame with these items and, unless given, one live source. */
  snapshot(
    request: LiveTopicRequest,
    items: Record<string, unknown>,
    freshness?: Extract<LiveFrame, { type: 'snapshot' }>['freshness'],
  ): void;
  setConnection(connection: ConnectionState): void;
  /** How often somebody asked for a retry. */
  readonly retries: number;
  /** Topic ids that something mounted asks for now. */
  readonly wanted: readonly string[];
}

/** Makes a {@link FakeLiveApi} with an open connection. What is sent before anyone asks is kept. */
export function fakeLiveApi(): FakeLiveApi {
  const listeners = new Map<string, Set<() => void>>();
  const connectionListeners = new Set<() => void>();
  let states: ReadonlyMap<string, TopicState> = new Map();
  let connection: ConnectionState = {
    status: 'open',
    since: new Date(0).toISOString(),
    clockSkewMs: 0,
  };
  let version = 0;
  let retries = 0;

  const fake: FakeLiveApi = {
    get wanted() {
      return [...listeners]
        .filter(([, set]) => set.size > 0)
        .map(([id]) => id)
        .sort();
    },
    subscribe(request, listener) {
      const id = topicId(request);
      const own = () => listener();
      const set = listeners.get(id) ?? new Set();
      listeners.set(id, set.add(own));
      return () => set.delete(own);
    },
    getTopic: id => states.get(id) ?? LOADING,
    subscribeConnection(listener) {
      const own = () => listener();
      connectionListeners.add(own);
      return () => connectionListeners.delete(own);
    },
    getConnection: () => connection,
    retry() {
      retries += 1;
    },
    get retries() {
      return retries;
    },
    send(frame) {
      if (!('id' in frame)) return;
      if (!states.has(frame.id)) {
        states = new Map(states).set(frame.id, LOADING);
      }
      const before = states.get(frame.id);
      states = reduceFrame(states, frame, new Date());
      if (states.get(frame.id) !== before) {
        listeners.get(frame.id)?.forEach(listener => listener());
      }
    },
    snapshot(request, items, freshness) {
      version += 1;
      fake.send({
        type: 'snapshot',
        id: topicId(request),
        resume: `fake:${version}`,
        items: Object.entries(items).map(([key, value]) => ({ key, value })),
        freshness: freshness ?? [
          { source: 'fake', state: 'live', since: new Date(0).toISOString() },
        ],
      });
    },
    setConnection(next) {
      connection = next;
      connectionListeners.forEach(listener => listener());
    },
  };
  return fake;
}

/** The APIs that every page of Slipway needs, for `apis` of `renderInTestApp`; `toasts` are those that were shown. */
export function pageApis(live: FakeLiveApi = fakeLiveApi()) {
  const toasts: ToastApiMessage[] = [];
  const toastApi: ToastApi = {
    post: toast => {
      toasts.push(toast);
      return { close: () => {} };
    },
  };
  return {
    live,
    toasts,
    apis: [
      [liveApiRef, live],
      [toastApiRef, toastApi],
    ] as const,
  };
}

/** An API whose methods remember their calls. */
export function mockedApi<Api extends object>(api: Api): jest.Mocked<Api> {
  return Object.fromEntries(
    Object.entries(api).map(([name, method]) => [name, jest.fn(method)]),
  ) as jest.Mocked<Api>;
}

/** jsdom lays nothing out: gives scrollers a size, so that virtual rows and charts are drawn. */
export function giveElementsSize() {
  for (const [name, size] of [
    ['offsetHeight', 800],
    ['offsetWidth', 1200],
  ] as const) {
    Object.defineProperty(HTMLElement.prototype, name, {
      configurable: true,
      get: () => size,
    });
  }
}

/**
 * Answers queries of the screen's width as a narrow or a wide screen does.
 *
 * @returns puts back what was there
 */
export function setNarrow(narrow: boolean): () => void {
  const before = window.matchMedia;
  window.matchMedia = query => ({
    matches: narrow && query.includes('max-width'),
    media: query,
    onchange: null,
    addListener: () => {},
    removeListener: () => {},
    addEventListener: () => {},
    removeEventListener: () => {},
    dispatchEvent: () => false,
  });
  return () => {
    window.matchMedia = before;
  };
}
