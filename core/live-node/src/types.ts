import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { AuthorizePermissionRequest } from '@backstage/plugin-permission-common';
import { SourceFreshness, ValueSchema } from '@slipway/plugin-live-common';

/** Where a topic's source writes what it has. All methods are cheap; unchanged values are dropped by the stream. */
export interface TopicSink<Value = unknown> {
  /** Replaces everything. Call once when the first full picture is known, and again after a relist. */
  replace(items: Iterable<readonly [key: string, value: Value]>): void;
  upsert(key: string, value: Value): void;
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
 * A topic that a plugin offers on the live stream, as the live backend sees
 * it. Plugins make theirs with `provideTopic`.
 *
 * One source runs for each distinct set of parameters, however many viewers
 * there are; it starts with the first viewer and ends some seconds after the last.
 */
export interface TopicProvider {
  /** `<plugin>:<thing>`. */
  topic: string;
  /**
   * The permission that reading this topic needs. The live backend checks the
   * permissions of all topics of a stream with one request, when a viewer joins
   * and again from time to time.
   *
   * @throws InputError for parameters that name nothing sensible
   */
  requires(params: Record<string, string>): AuthorizePermissionRequest;
  /**
   * Called for each viewer who joins and may, before anything is sent: for what
   * has to leave a trace of who read it. What it throws refuses the viewer.
   */
  admit?(
    params: Record<string, string>,
    credentials: BackstageCredentials,
  ): Promise<void>;
  /** Opens the source. Called with parameters that `requires` accepted. */
  open(params: Record<string, string>, sink: TopicSink): TopicSource;
  /** What the values are, by their keys; test doubles hold the source to it. */
  schemaOf?(key: string): ValueSchema<unknown> | undefined;
}

/** Root-scoped registry through which plugins offer topics and the live backend finds them. */
export interface LiveTopics {
  register(provider: TopicProvider): void;
  get(topic: string): TopicProvider | undefined;
}
