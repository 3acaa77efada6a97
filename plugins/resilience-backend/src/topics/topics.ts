import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  provideTopic,
  readingSource,
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import {
  ResilienceEntityParts,
  resilienceEntityTopic,
  resilienceListTopic,
  resilienceReadPermission,
  ResilienceRunParts,
  resilienceRunTopic,
} from '@slipway/plugin-resilience-common';
import { ResilienceService } from '../services/ResilienceService';
import { OpenPages } from './OpenPages';

/** How late what another replica did may show. */
const POLL_MS = 2_000;
/** Runs that the lists have. */
const LATEST = 100;

/** Key of the list of all runs in {@link OpenPages}. */
export const LIST_KEY = 'list';

interface TopicOptions {
  resilience: ResilienceService;
  logger: LoggerService;
  pages: OpenPages;
}

const authorize = () => ({ permission: resilienceReadPermission });

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
      source: 'joint runs',
      unread: 'the runs cannot be read',
      pollMs: POLL_MS,
    }),
  );
}

/** `resilience:list`: the latest runs. */
export function createListTopic(options: TopicOptions): TopicProvider {
  return provideTopic(resilienceListTopic, {
    authorize,
    open: (_, sink) =>
      sourceOf(options, LIST_KEY, sink, async () =>
        (await options.resilience.list({ limit: LATEST })).map(
          run => [run.id, run] as const,
        ),
      ),
  });
}

type RunItem = readonly [string, ResilienceRunParts[keyof ResilienceRunParts]];

/** Everything that `resilience:run` has of a run; nothing of one that does not exist. */
async function runItems(
  resilience: ResilienceService,
  id: string,
): Promise<RunItem[]> {
  try {
    const { run, verdict, samples } = await resilience.series(id);
    return [
      ['run', run],
      ...(verdict ? [['verdict', verdict] as const] : []),
      ...samples.map(sample => [`sample/${sample.seq}`, sample] as const),
    ];
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') return [];
    throw error;
  }
}

/** `resilience:run`: one run, live. */
export function createRunTopic(options: TopicOptions): TopicProvider {
  return provideTopic(resilienceRunTopic, {
    authorize,
    open: ({ id }, sink) =>
      sourceOf(options, id, sink, () => runItems(options.resilience, id)),
  });
}

type EntityItem = readonly [
  string,
  ResilienceEntityParts[keyof ResilienceEntityParts],
];

async function entityItems(
  resilience: ResilienceService,
  entityRef: string,
): Promise<EntityItem[]> {
  const [score, runs, designs] = await Promise.all([
    resilience.score(entityRef),
    resilience.list({ entityRef, limit: LATEST }),
    resilience.designs(entityRef),
  ]);
  return [
    ['score', score],
    ...runs.map(run => [`run/${run.id}`, run] as const),
    ...designs.map(design => [`design/${design.id}`, design] as const),
  ];
}

/** `resilience:entity`: score, latest runs and saved designs of one entity. */
export function createEntityTopic(options: TopicOptions): TopicProvider {
  return provideTopic(resilienceEntityTopic, {
    authorize,
    open: ({ entityRef }, sink) =>
      sourceOf(options, entityRef, sink, () =>
        entityItems(options.resilience, entityRef),
      ),
  });
}
