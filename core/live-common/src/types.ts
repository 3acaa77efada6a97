import { JsonObject } from '@backstage/types';

/** What a page asks of the live stream: a registered topic and its parameters. */
export interface TopicRequest {
  /** `<plugin>:<thing>`, for example `rollouts:list`. */
  topic: string;
  params?: Record<string, string>;
  /** The last `resume` token seen for this topic, if the page has data from an earlier stream. */
  resume?: string;
}

/** Body of `POST /api/live/stream`. */
export interface StreamRequest {
  topics: TopicRequest[];
}

/** How current one source behind a topic is; the same words as clusters use, kept open for other sources. */
export interface SourceFreshness {
  /** Shown to users: `gke-prod`, `prometheus gke-prod`. */
  source: string;
  state:
    | 'connecting'
    | 'live'
    | 'stale'
    | 'unreachable'
    | 'refused'
    | 'not-installed';
  since: string;
  reason?: string;
}

/** One keyed value of a topic. Values are plain JSON. */
export interface TopicItem<V = unknown> {
  key: string;
  value: V;
}

/** Events of the stream; each is the JSON in one SSE `data:` line. `id` is {@link topicId}. */
export type LiveFrame =
  | { type: 'hello'; epoch: string; serverTime: string; expiresAt?: string }
  | {
      type: 'snapshot';
      id: string;
      resume: string;
      items: TopicItem[];
      freshness: SourceFreshness[];
    }
  /** The page's resume token is current: nothing was missed, no snapshot follows. */
  | {
      type: 'current';
      id: string;
      resume: string;
      freshness: SourceFreshness[];
    }
  | { type: 'upsert'; id: string; resume: string; items: TopicItem[] }
  | { type: 'remove'; id: string; resume: string; keys: string[] }
  | { type: 'freshness'; id: string; freshness: SourceFreshness[] }
  /** The topic cannot be had: `NotAllowedError`, `NotFoundError`, `InputError`… Others on the stream continue. */
  | { type: 'failed'; id: string; error: { name: string; message: string } }
  /** The stream ends on purpose; the page reconnects (at once for `expired`, with jitter for `shutdown`). */
  | { type: 'end'; reason: 'expired' | 'shutdown' };

/** Client side state of one topic, kept by the pure reducer. */
export interface TopicState<V = unknown> {
  status: 'loading' | 'ready' | 'failed';
  items: ReadonlyMap<string, V>;
  freshness: readonly SourceFreshness[];
  resume?: string;
  error?: { name: string; message: string };
  /** ISO time (client clock) at which the last frame for this topic came in. */
  updatedAt?: string;
}

/** State of the connection of this tab. */
export interface ConnectionState {
  status: 'connecting' | 'open' | 'reconnecting' | 'paused';
  /** ISO time since which this status holds. */
  since: string;
  reason?: string;
  /** Server minus client clock in ms, from `hello`; add to Date.now() before showing ages. */
  clockSkewMs: number;
}

export type { JsonObject };
