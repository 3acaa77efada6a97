import { LoggerService } from '@backstage/backend-plugin-api';
import {
  EnvironmentParts,
  environmentsDetailTopic,
  environmentsListTopic,
  environmentsReadPermission,
} from '@slipway/plugin-environments-common';
import {
  provideTopic,
  readingSource,
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { EnvironmentStore } from '../database/EnvironmentStore';
import { OpenPages } from './OpenPages';

/** How late what another replica did may show. */
const POLL_MS = 2_000;
/** Operations that the page of an environment has. */
const LATEST = 20;

/** Key of the list of all environments in {@link OpenPages}; no environment has such a name. */
export const LIST_KEY = '*';

interface TopicOptions {
  store: EnvironmentStore;
  logger: LoggerService;
  pages: OpenPages;
}

const authorize = () => ({ permission: environmentsReadPermission });

function sourceOf<Value>(
  { logger, pages }: TopicOptions,
  key: string,
  sink: TopicSink<Value>,
  read: () => Promise<Iterable<readonly [string, Value]>>,
): TopicSource {
  return pages.keep(
    key,
    readingSource({
      read,
      sink,
      logger,
      source: 'environments',
      unread: 'the environments cannot be read',
      pollMs: POLL_MS,
    }),
  );
}

/** `environments:list`: all that are not destroyed. */
export function createListTopic(options: TopicOptions): TopicProvider {
  return provideTopic(environmentsListTopic, {
    authorize,
    open: (_, sink) =>
      sourceOf(options, LIST_KEY, sink, async () =>
        (await options.store.list({})).map(row => [row.name, row] as const),
      ),
  });
}

type Item = readonly [string, EnvironmentParts[keyof EnvironmentParts]];

/** `environments:detail`: one environment and its latest operations. */
export function createDetailTopic(options: TopicOptions): TopicProvider {
  const { store } = options;
  return provideTopic(environmentsDetailTopic, {
    authorize,
    open: ({ name }, sink) =>
      sourceOf(options, name, sink, async (): Promise<Item[]> => {
        const [row, operations] = await Promise.all([
          store.find(name),
          store.operations(name, LATEST),
        ]);
        return row
          ? [
              ['environment', row],
              ...operations.map(one => [`operation/${one.id}`, one] as const),
            ]
          : [];
      }),
  });
}
