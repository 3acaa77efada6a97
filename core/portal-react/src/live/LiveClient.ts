import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import {
  ConnectionState,
  LiveFrame,
  LOADING,
  reduceFrame,
  requestObstacle,
  StreamRequest,
  topicId,
  TopicState,
} from '@slipway/plugin-live-common';
import { backoffMs } from './backoff';
import { LiveApi, LiveTopicRequest } from './liveApiRef';
import { openStream } from './openStream';
import { refusalOf } from './refusal';

/** Changes of the set of topics are gathered for this long before the stream is opened again. */
const REOPEN_DEBOUNCE_MS = 30;
/** A tab that is hidden for longer than this gives its stream up. */
const HIDDEN_GRACE_MS = 10_000;
/** Without a byte for this long the stream is dead: heartbeats come every 15 s. */
const SILENCE_MS = 40_000;
/** Errors of a topic that will be the same the next time. Others are tried again. */
const LASTING = new Set([
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
]);
/** How soon a topic that failed is asked for again. */
const FAILED_TOPIC_MS = 10_000;
/** A stream that lived this long was a good one: the next failure starts at the shortest wait. */
const GOOD_AFTER_MS = 5_000;

interface Topic {
  request: LiveTopicRequest;
  listeners: Set<() => void>;
}

/** Of a topic that has just been asked for. */
function firstState(request: LiveTopicRequest): TopicState {
  const message = requestObstacle(request);
  return message === undefined
    ? LOADING
    : { ...LOADING, status: 'failed', error: { name: 'InputError', message } };
}

/** What a {@link LiveClient} needs of the browser. */
export interface LiveClientOptions {
  fetchApi: FetchApi;
  discoveryApi: DiscoveryApi;
  /** Default: the page's document. */
  visibility?: Pick<
    Document,
    'hidden' | 'addEventListener' | 'removeEventListener'
  >;
  /** 0 ≤ x < 1, default `Math.random`. */
  random?: () => number;
}

/**
 * One multiplexed live stream for the whole tab.
 *
 * Topics are counted by their listeners. When the set of topics changes the
 * stream is opened again with resume tokens, so that only what was missed is
 * sent. What a page had stays on the screen while the stream is away.
 */
export class LiveClient implements LiveApi {
  readonly #options: Required<LiveClientOptions>;
  readonly #topics = new Map<string, Topic>();
  readonly #connectionListeners = new Set<() => void>();
  #states: ReadonlyMap<string, TopicState> = new Map();
  #connection: ConnectionState = {
    status: 'connecting',
    since: new Date().toISOString(),
    clockSkewMs: 0,
  };
  /** Topic ids of the running stream; undefined when there is none. */
  #stream?: { ids: string; abort: AbortController; openedAt: number };
  #timer?: ReturnType<typeof setTimeout>;
  #hiddenTimer?: ReturnType<typeof setTimeout>;
  #failedTimer?: ReturnType<typeof setTimeout>;
  #paused = false;
  #failures = 0;

  constructor(options: LiveClientOptions) {
    this.#options = {
      visibility: document,
      random: Math.random,
      ...options,
    };
    this.#options.visibility.addEventListener(
      'visibilitychange',
      this.#onVisibility,
    );
  }

  /** Ends the stream for good. */
  close(): void {
    this.#options.visibility.removeEventListener(
      'visibilitychange',
      this.#onVisibility,
    );
    clearTimeout(this.#hiddenTimer);
    this.#paused = true;
    this.#endStream();
  }

  subscribe(request: LiveTopicRequest, listener: () => void): () => void {
    const id = topicId(request);
    let topic = this.#topics.get(id);
    if (!topic) {
      topic = { request, listeners: new Set() };
      this.#topics.set(id, topic);
      if (!this.#states.has(id)) {
        this.#states = new Map(this.#states).set(id, firstState(request));
      }
      this.#schedule(REOPEN_DEBOUNCE_MS);
    }
    // Wrapped: the same function given twice counts twice.
    const own = () => listener();
    const { listeners } = topic;
    listeners.add(own);
    return () => {
      listeners.delete(own);
      if (
        listeners.size === 0 &&
        this.#topics.get(id)?.listeners === listeners
      ) {
        this.#topics.delete(id);
        this.#schedule(REOPEN_DEBOUNCE_MS);
      }
    };
  }

  getTopic(id: string): TopicState {
    return this.#states.get(id) ?? LOADING;
  }

  subscribeConnection(listener: () => void): () => void {
    const own = () => listener();
    this.#connectionListeners.add(own);
    return () => this.#connectionListeners.delete(own);
  }

  getConnection(): ConnectionState {
    return this.#connection;
  }

  retry(): void {
    this.#failures = 0;
    this.#reopen();
  }

  readonly #onVisibility = () => {
    clearTimeout(this.#hiddenTimer);
    if (this.#options.visibility.hidden) {
      this.#hiddenTimer = setTimeout(() => {
        this.#paused = true;
        this.#endStream();
        this.#connectionIs('paused', 'the tab is hidden');
      }, HIDDEN_GRACE_MS);
    } else if (this.#paused) {
      this.#paused = false;
      this.#failures = 0;
      this.#schedule(0);
    }
  };

  /** Opens the stream again, also for the same topics. */
  #reopen(): void {
    if (this.#stream) this.#stream.ids = '';
    this.#schedule(0);
  }

  /** Brings the stream in line with the wanted topics after `delayMs`; a later call replaces an earlier one. */
  #schedule(delayMs: number): void {
    if (this.#paused) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#align(), delayMs);
  }

  #align(): void {
    const ids = this.#asked()
      .map(([id]) => id)
      .sort()
      .join('\n');
    if (this.#stream?.ids === ids) return;
    const replaced = this.#stream !== undefined;
    this.#endStream();
    this.#states = new Map(
      [...this.#states].filter(([id]) => this.#topics.has(id)),
    );
    if (ids === '') return;
    const abort = new AbortController();
    this.#stream = { ids, abort, openedAt: Date.now() };
    if (!replaced && this.#connection.status !== 'reconnecting') {
      this.#connectionIs('connecting');
    }
    this.#run(abort).catch(error => this.#failed(abort, error));
  }

  #endStream(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#failedTimer);
    this.#stream?.abort.abort();
    this.#stream = undefined;
  }

  async #run(abort: AbortController): Promise<void> {
    let expired = false;
    const { fetchApi, discoveryApi } = this.#options;
    await openStream({
      fetch: fetchApi.fetch,
      url: `${await discoveryApi.getBaseUrl('live')}/stream`,
      body: this.#request(),
      signal: abort.signal,
      silenceMs: SILENCE_MS,
      onFrames: frames => {
        if (abort.signal.aborted) return;
        if (frames.some(f => f.type === 'end' && f.reason === 'expired')) {
          expired = true;
        }
        this.#apply(frames);
      },
    });
    if (abort.signal.aborted) return;
    const good = this.#isGood();
    this.#stream = undefined;
    if (expired && good) {
      this.#failures = 0;
      this.#schedule(0);
    } else {
      this.#retry('the server ended the stream', good);
    }
  }

  #failed(abort: AbortController, error: unknown): void {
    if (abort.signal.aborted && this.#stream?.abort !== abort) return;
    const good = this.#isGood();
    this.#stream = undefined;
    const { reason, error: refused, waitMs } = refusalOf(error);
    if (refused) this.#failLoading(refused);
    this.#retry(reason, good, waitMs);
  }

  /** A page that has nothing to show says why the server gives it nothing. */
  #failLoading(error: { name: string; message: string }): void {
    const loading = [...this.#topics.keys()].filter(
      id => this.getTopic(id).status === 'loading',
    );
    this.#reduce(loading.map(id => ({ type: 'failed', id, error })));
  }

  #isGood(): boolean {
    const openedAt = this.#stream?.openedAt;
    return openedAt !== undefined && Date.now() - openedAt > GOOD_AFTER_MS;
  }

  #retry(reason: string, wasGood: boolean, waitMs: number = 0): void {
    if (wasGood) this.#failures = 0;
    this.#connectionIs('reconnecting', reason);
    this.#schedule(waitMs + backoffMs(this.#failures, this.#options.random()));
    this.#failures += 1;
  }

  /** One topic that the server would refuse to read would cost the page all others. */
  #asked(): Array<[id: string, topic: Topic]> {
    return [...this.#topics].filter(
      ([, { request }]) => requestObstacle(request) === undefined,
    );
  }

  #request(): StreamRequest {
    return {
      topics: this.#asked().map(([id, { request }]) => {
        const resume = this.#states.get(id)?.resume;
        return resume === undefined ? { ...request } : { ...request, resume };
      }),
    };
  }

  #apply(frames: LiveFrame[]): void {
    const now = new Date();
    for (const frame of frames) {
      if (frame.type === 'hello') {
        this.#connectionIs(
          'open',
          undefined,
          Date.parse(frame.serverTime) - now.getTime(),
        );
      }
      if (frame.type === 'failed' && !LASTING.has(frame.error.name)) {
        clearTimeout(this.#failedTimer);
        this.#failedTimer = setTimeout(() => this.#reopen(), FAILED_TOPIC_MS);
      }
    }
    this.#reduce(frames, now);
  }

  #reduce(frames: LiveFrame[], now: Date = new Date()): void {
    const before = this.#states;
    for (const frame of frames) {
      this.#states = reduceFrame(this.#states, frame, now);
    }
    for (const [id, state] of this.#states) {
      if (before.get(id) === state) continue;
      this.#topics.get(id)?.listeners.forEach(listener => listener());
    }
  }

  #connectionIs(
    status: ConnectionState['status'],
    reason?: string,
    clockSkewMs = this.#connection.clockSkewMs,
  ): void {
    const old = this.#connection;
    const same = old.status === status && old.reason === reason;
    // Some ms of network time are not worth drawing every age again.
    const drift = Math.abs(old.clockSkewMs - clockSkewMs) > 250;
    if (same && !drift) return;
    this.#connection = {
      status,
      since: same ? old.since : new Date().toISOString(),
      ...(reason === undefined ? {} : { reason }),
      clockSkewMs: drift ? clockSkewMs : old.clockSkewMs,
    };
    this.#connectionListeners.forEach(listener => listener());
  }
}
