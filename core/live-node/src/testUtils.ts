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
import {
  conforms,
  SourceFreshness,
  Topic,
  TopicParams,
  ValueSchema,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { LiveTopicRegistry } from './LiveTopicRegistry';
import { authorizeTopics } from './authorizeTopics';
import { liveTopicsServiceRef } from './liveTopicsServiceRef';
import { LiveTopics, TopicProvider, TopicSink } from './types';

/** A topic that a test has opened; its fields hold what the source wrote last. */
export interface OpenedTopic<Value = unknown> {
  /** What a viewer would have now. */
  readonly items: ReadonlyMap<string, Value>;
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
    condition: (topic: OpenedTopic<Value>) => boolean,
    timeoutMs?: number,
  ): Promise<void>;
  close(): void;
}

/** The real registry, with a way to look through it as a viewer would. */
export interface FakeLiveTopics extends LiveTopics {
  /**
   * Does what the live backend does for one viewer: checks the permission that
   * the topic requires when credentials are given, then opens it. Values that
   * are not what the topic's definition says end every wait with an error.
   *
   * @throws NotFoundError when no such topic is registered, and whatever the provider throws
   */
  open<Params extends TopicParams, Value>(
    topic: Topic<Params, Value>,
    params: Params,
    options?: { credentials?: BackstageCredentials },
  ): Promise<OpenedTopic<Value>>;
  open(
    topic: string,
    params?: Record<string, string>,
    options?: { credentials?: BackstageCredentials },
  ): Promise<OpenedTopic>;
  /** For `startTestBackend({ features: [plugin, fake.factory] })`. */
  readonly factory: ServiceFactory<LiveTopics, 'root'>;
}

/** For providers that were written by hand, without a definition. */
const ANYTHING: ValueSchema<unknown> = z.unknown();

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
  const provided = (topic: string) => {
    const provider = registry.get(topic);
    if (!provider) throw new NotFoundError(`No live topic '${topic}'`);
    return provider;
  };
  const openChecked = async <Value>(
    provider: TopicProvider,
    schemaOf: (key: string) => ValueSchema<Value> | undefined,
    params: Record<string, string>,
    credentials?: BackstageCredentials,
  ) => {
    if (credentials) {
      const refusals = await authorizeTopics(
        [{ provider, params }],
        options.permissions ?? EVERYTHING,
        credentials,
      );
      const [refusal] = refusals.values();
      if (refusal) throw refusal;
      await provider.admit?.(params, credentials);
    }
    const { opened, sink, closeWith } = collect(schemaOf);
    const source = provider.open(params, sink);
    closeWith(() => source.close());
    return opened;
  };
  function open<Params extends TopicParams, Value>(
    topic: Topic<Params, Value>,
    params: Params,
    viewer?: { credentials?: BackstageCredentials },
  ): Promise<OpenedTopic<Value>>;
  function open(
    topic: string,
    params?: Record<string, string>,
    viewer?: { credentials?: BackstageCredentials },
  ): Promise<OpenedTopic>;
  async function open<Value>(
    topic: string | Topic<TopicParams, Value>,
    params: Record<string, string> = {},
    { credentials }: { credentials?: BackstageCredentials } = {},
  ): Promise<OpenedTopic | OpenedTopic<Value>> {
    if (typeof topic !== 'string') {
      const { name, schemaOf } = topic;
      return openChecked(provided(name), schemaOf, params, credentials);
    }
    const provider = provided(topic);
    const { schemaOf = () => ANYTHING } = provider;
    return openChecked(provider, schemaOf, params, credentials);
  }

  const fake: FakeLiveTopics = {
    register: provider => registry.register(provider),
    get: topic => registry.get(topic),
    open,
    factory: createServiceFactory({
      service: liveTopicsServiceRef,
      deps: {},
      factory: () => fake,
    }),
  };
  return fake;
}

/** Throws, and keeps why, when a value is not what a page would read. */
function checkedBy<Value>(
  schemaOf: (key: string) => ValueSchema<Value> | undefined,
) {
  let violation: Error | undefined;
  return {
    violation: () => violation,
    value(key: string, value: unknown): Value {
      const schema = schemaOf(key);
      if (schema && conforms(schema, value)) return value;
      const { path = [], message = 'the topic knows no such key' } =
        schema?.safeParse(value).error?.issues[0] ?? {};
      violation = new Error(
        `The topic's definition is broken at ${[key, ...path].join(
          '.',
        )}: ${message}`,
      );
      throw violation;
    },
  };
}

function collect<Value>(
  schemaOf: (key: string) => ValueSchema<Value> | undefined,
) {
  const checked = checkedBy(schemaOf);
  const items = new Map<string, Value>();
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
      for (const [key, value] of next) {
        items.set(key, checked.value(key, value));
      }
      state.ready = true;
      wrote();
    },
    upsert(key, value) {
      items.set(key, checked.value(key, value));
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

  const opened: OpenedTopic<Value> = Object.assign(state, {
    async waitFor(
      condition: (topic: OpenedTopic<Value>) => boolean,
      timeoutMs = 20_000,
    ) {
      const deadline = Date.now() + timeoutMs;
      for (;;) {
        const violation = checked.violation();
        if (violation) throw violation;
        if (condition(opened)) return;
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
