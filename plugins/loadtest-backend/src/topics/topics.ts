import { LoggerService } from '@backstage/backend-plugin-api';
import {
  LoadtestRunParts,
  loadtestListTopic,
  loadtestReadPermission,
  loadtestRunTopic,
} from '@slipway/plugin-loadtest-common';
import {
  provideTopic,
  ReadingSource,
  readingSource,
  TopicProvider,
  TopicSource,
} from '@slipway/plugin-live-node';
import { isError } from '@backstage/errors';
import { RunsService } from '../services/RunsService';

/** How late what another replica did may show. */
const POLL_MS = 2_000;
/** Runs that the list has. */
const LATEST = 100;
const UNREAD = 'the runs cannot be read';

/** The open pages, which are read again when this process changed a run. */
export class OpenPages {
  readonly #lists = new Set<ReadingSource>();
  readonly #runs = new Map<string, Set<ReadingSource>>();
  readonly #listeners = new Set<() => void>();

  /** A run changed: pages that show it are read again. */
  changed(id: string): void {
    for (const source of this.#lists) source.changed();
    for (const source of this.#runs.get(id) ?? []) source.changed();
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after each change of any run; gives the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  list(source: ReadingSource): TopicSource {
    return kept(this.#lists, source);
  }

  run(id: string, source: ReadingSource): TopicSource {
    const sources = this.#runs.get(id) ?? new Set();
    this.#runs.set(id, sources);
    const { close } = kept(sources, source);
    return {
      close: () => {
        close();
        if (sources.size === 0) this.#runs.delete(id);
      },
    };
  }
}

function kept(sources: Set<ReadingSource>, source: ReadingSource) {
  sources.add(source);
  return {
    close: () => {
      sources.delete(source);
      source.close();
    },
  };
}

interface TopicOptions {
  runs: RunsService;
  logger: LoggerService;
  pages: OpenPages;
}

/** `loadtest:list`: the latest runs. */
export function createListTopic(options: TopicOptions): TopicProvider {
  const { runs, logger, pages } = options;
  return provideTopic(loadtestListTopic, {
    authorize: () => ({ permission: loadtestReadPermission }),
    open: (_, sink) =>
      pages.list(
        readingSource({
          read: async () =>
            (await runs.list({ limit: LATEST })).map(
              run => [run.id, run] as const,
            ),
          sink,
          logger,
          source: 'load tests',
          unread: UNREAD,
          pollMs: POLL_MS,
        }),
      ),
  });
}

type Item = readonly [
  key: string,
  value: LoadtestRunParts[keyof LoadtestRunParts],
];

/** Everything that `loadtest:run` has of a run; nothing of one that does not exist. */
async function itemsOf(runs: RunsService, id: string) {
  try {
    const { run, verdict, points, endpoints, errors, workers } =
      await runs.series(id);
    const items: Item[] = [
      ['run', run],
      ...(verdict ? [['verdict', verdict] as const] : []),
      ...points.map(point => [`sample/${point.seq}`, point] as const),
      ...endpoints.map(row => [`endpoint/${row.endpoint}`, row] as const),
      ...errors.map(row => [`error/${row.key}`, row] as const),
      ...workers.map(row => [`worker/${row.id}`, row] as const),
    ];
    return items;
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return [];
    throw error;
  }
}

/** `loadtest:run`: one run, live. */
export function createRunTopic(options: TopicOptions): TopicProvider {
  const { runs, logger, pages } = options;
  return provideTopic(loadtestRunTopic, {
    authorize: () => ({ permission: loadtestReadPermission }),
    open: ({ id }, sink) =>
      pages.run(
        id,
        readingSource({
          read: () => itemsOf(runs, id),
          sink,
          logger,
          source: 'load tests',
          unread: UNREAD,
          pollMs: POLL_MS,
        }),
      ),
  });
}
