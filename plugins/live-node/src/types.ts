import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { SourceFreshness } from '@slipway/plugin-live-common';

/** Where a topic's source writes what it has. All methods are cheap; unchanged values are dropped by the stream. */
export interface TopicSink {
  /** Replaces everything. Call once when the first full picture is known, and again after a relist. */
  replace(items: Iterable<readonly [key: string, value: unknown]>): void;
  upsert(key: string, value: unknown): void;
  remove(key: string): void;
  freshness(freshness: SourceFreshness[]): void;
  /** The topic ends with an error for all its viewers (object deleted is NOT an error: remove its keys). */
  fail(error: Error): void;
}

/** A running source. */
export interface TopicSource {
  close(): void;
}

/**
 * A topic that a plugin offers on the live stream.
 *
 * One source runs for each distinct set of parameters, however many viewers
 * there are; it starts with the first viewer and ends some seconds after the last.
 */
export interface TopicProvider {
  /** `<plugin>:<thing>`. */
  topic: string;
  /**
   * Throws `NotAllowedError` (or `InputError` for bad parameters) unless the
   * viewer may read this. Asked when a viewer joins and again from time to time.
   */
  authorize(
    params: Record<string, string>,
    options: { credentials: BackstageCredentials },
  ): Promise<void>;
  /** Opens the source. Throws `InputError` for parameters that name nothing sensible. */
  open(params: Record<string, string>, sink: TopicSink): TopicSource;
}

/** Root-scoped registry through which plugins offer topics and the live backend finds them. */
export interface LiveTopics {
  register(provider: TopicProvider): void;
  get(topic: string): TopicProvider | undefined;
}
