import { createApiRef } from '@backstage/frontend-plugin-api';
import {
  ConnectionState,
  TopicRequest,
  TopicState,
} from '@slipway/plugin-live-common';

/** A topic as a component asks for it; resume tokens are the client's business. */
export type LiveTopicRequest = Pick<TopicRequest, 'topic' | 'params'>;

/**
 * The one live stream of this tab. Components use the hooks
 * (`useLiveTopic`, `useLiveItem`, `useLiveConnection`), not this.
 */
export interface LiveApi {
  /**
   * Keeps the topic on the stream until the returned function is called.
   * `listener` is called after each change of this topic and of no other.
   */
  subscribe(request: LiveTopicRequest, listener: () => void): () => void;
  /** The state of a topic by its id; the same object until something changes. */
  getTopic(id: string): TopicState;
  subscribeConnection(listener: () => void): () => void;
  /** The same object until something changes. */
  getConnection(): ConnectionState;
  /** Opens the stream again now: what a user's "Retry" does for a topic that failed. */
  retry(): void;
}

export const liveApiRef = createApiRef<LiveApi>({ id: 'plugin.portal.live' });
