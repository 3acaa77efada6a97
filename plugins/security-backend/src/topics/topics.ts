import { LoggerService } from '@backstage/backend-plugin-api';
import {
  provideTopic,
  ReadingSource,
  readingSource,
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import {
  canaryFindingsTopic,
  entityFindingsReadPermission,
  entityFindingsTopic,
  securityReadPermission,
  SUMMARY_KEY,
} from '@slipway/plugin-security-common';
import { CanaryService } from '../services/CanaryService';
import { FindingsService } from '../services/FindingsService';

/** How late what another replica kept may show. */
const POLL_MS = 10_000;

/** Open sources, so that they are read again when findings changed. */
export class OpenPages {
  readonly #sources = new Set<ReadingSource>();
  readonly #listeners = new Set<() => void>();
  #due: NodeJS.Timeout | undefined;

  /** Soon, once for all that changes together. */
  changed(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      for (const source of this.#sources) source.changed();
      for (const listener of this.#listeners) listener();
    }, 500);
  }

  /** Calls the listener after changes; gives the function that ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  keep(source: ReadingSource): TopicSource {
    this.#sources.add(source);
    return {
      close: () => {
        this.#sources.delete(source);
        source.close();
      },
    };
  }

  stop(): void {
    clearTimeout(this.#due);
  }
}

interface TopicOptions {
  canaries: CanaryService;
  findings: FindingsService;
  logger: LoggerService;
  pages: OpenPages;
}

/** What no entity owns is everybody's who may read findings. */
const reading = (entityRef: string | undefined) =>
  entityRef === undefined
    ? { permission: securityReadPermission }
    : { permission: entityFindingsReadPermission, resourceRef: entityRef };

function summarySource<Value>(
  { logger, pages }: TopicOptions,
  sink: TopicSink<Value>,
  read: () => Promise<Value | undefined>,
): TopicSource {
  return pages.keep(
    readingSource({
      sink,
      logger,
      source: 'findings',
      unread: 'the findings cannot be read',
      pollMs: POLL_MS,
      read: async () => {
        const value = await read();
        return value === undefined ? [] : [[SUMMARY_KEY, value] as const];
      },
    }),
  );
}

/** `security:entity` and `security:canary`. */
export function createTopics(options: TopicOptions): TopicProvider[] {
  const { canaries, findings } = options;
  return [
    provideTopic(entityFindingsTopic, {
      authorize: ({ entityRef }) => reading(entityRef),
      open: ({ entityRef }, sink) =>
        summarySource(options, sink, () => findings.summaryOf(entityRef)),
    }),
    provideTopic(canaryFindingsTopic, {
      authorize: ref => reading(canaries.entityOf(ref)),
      open: (ref, sink) =>
        summarySource(options, sink, () => canaries.summaryOf(ref)),
    }),
  ];
}
