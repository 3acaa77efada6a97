/**
 * Test doubles for plugins that offer live topics.
 *
 * @packageDocumentation
 */
import {
  BackstageCredentials,
  createServiceFactory,
  PermissionsService,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { LiveTopicRegistry } from './LiveTopicRegistry';
import { authorizeTopics } from './authorizeTopics';
import { liveTopicsServiceRef } from './liveTopicsServiceRef';
import { LiveTopics, TopicSink } from './types';

/** A topic that a test has opened; its fields hold what the source wrote last. */
export interface OpenedTopic {
  /** What a viewer would have now. */
  readonly items: ReadonlyMap<string, unknown>;
  readonly freshness: readonly SourceFreshness[];
  /** Set once the source has called `fail`. */
  readonly error?: Error;
  /** True after the first `replace`. */
  readonly ready: boolean;
  /** Number of calls of `replace`, `upsert` and `remove`. */
  readonly writes: number;
  /**
   * Resolves when the condition holds; it is asked now and after each write.
   * Rejects after `timeoutMs` (default 20000), naming the keys that are there.
   */
  waitFor(
    condition: (topic: OpenedTopic) => boolean,
    timeoutMs?: number,
  ): Promise<void>;
  close(): void;
}

/** The real registry, with a way to look through it as a viewer would. */
export interface FakeLiveTopics extends LiveTopics {
  /**
   * Does what the live backend does for one viewer: checks the permission that
   * the topic requires when credentials are given, then opens it.
   *
   * @throws NotFoundError when no such topic is registered, and whatever the provider throws
   */
  open(
    topic: string,
    params?: Record<string, string>,
    options?: { credentials?: BackstageCredentials },
  ): Promise<OpenedTopic>;
  /** For `startTestBackend({ features: [plugin, fake.factory] })`. */
  readonly factory: ServiceFactory<LiveTopics, 'root'>;
}

const EVERYTHING: Pick<PermissionsService, 'authorize'> = {
  authorize: async requests =>
    requests.map(() => ({ result: AuthorizeResult.ALLOW })),
};

/**
 * Makes a {@link FakeLiveTopics} without topics.
 *
 * @param options.permissions - decides for viewers with credentials; without it they may read everything
 */
export function fakeLiveTopics(
  options: { permissions?: Pick<PermissionsService, 'authorize'> } = {},
): FakeLiveTopics {
  const registry = new LiveTopicRegistry();
  const fake: FakeLiveTopics = {
    register: provider => registry.register(provider),
    get: topic => registry.get(topic),
    async open(topic, params = {}, { credentials } = {}) {
      const provider = registry.get(topic);
      if (!provider) throw new NotFoundError(`No live topic '${topic}'`);
      if (credentials) {
        const refusals = await authorizeTopics(
          [{ provider, params }],
          options.permissions ?? EVERYTHING,
          credentials,
        );
        const [refusal] = refusals.values();
        if (refusal) throw refusal;
      }
      const { opened, sink, closeWith } = collect();
      const source = provider.open(params, sink);
      closeWith(() => source.close());
      return opened;
    },
    factory: createServiceFactory({
      service: liveTopicsServiceRef,
      deps: {},
      factory: () => fake,
    }),
  };
  return fake;
}

function collect() {
  const items = new Map<string, unknown>();
  const state = {
    items,
    freshness: [] as SourceFreshness[],
    error: undefined as Error | undefined,
    ready: false,
    writes: 0,
  };
  const checks = new Set<() => void>();
  const changed = () => {
    const woken = [...checks];
    checks.clear();
    woken.forEach(wake => wake());
  };
  const wrote = () => {
    state.writes += 1;
    changed();
  };
  let close = () => {};
  /** True when the source wrote within that time. */
  const nextChange = (ms: number) =>
    new Promise<boolean>(resolve => {
      const timer = setTimeout(resolve, ms, false);
      checks.add(() => {
        clearTimeout(timer);
        resolve(true);
      });
    });

  const sink: TopicSink = {
    replace(next) {
      items.clear();
      for (const [key, value] of next) items.set(key, value);
      state.ready = true;
      wrote();
    },
    upsert(key, value) {
      items.set(key, value);
      wrote();
    },
    remove(key) {
      items.delete(key);
      wrote();
    },
    freshness(freshness) {
      state.freshness = freshness;
      changed();
    },
    fail(error) {
      state.error = error;
      changed();
    },
  };

  const opened: OpenedTopic = Object.assign(state, {
    async waitFor(
      condition: (topic: OpenedTopic) => boolean,
      timeoutMs = 20_000,
    ) {
      const deadline = Date.now() + timeoutMs;
      while (!condition(opened)) {
        const left = deadline - Date.now();
        if (left <= 0 || !(await nextChange(left))) {
          throw new Error(
            `Not within ${timeoutMs} ms; keys now: ${
              [...items.keys()].join(', ') || 'none'
            }`,
          );
        }
      }
    },
    close: () => close(),
  });

  return {
    opened,
    sink,
    closeWith(end: () => void) {
      close = end;
    },
  };
}
