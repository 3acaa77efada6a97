import { LoggerService } from '@backstage/backend-plugin-api';
import { BreakGlassGrant } from '@slipway/plugin-break-glass-common';
import {
  ReadingSource,
  readingSource,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { GrantStore } from '../database/GrantStore';

/** How late an end by the clock, and what another replica did, may show. */
const POLL_MS = 2_000;

/**
 * Keeps the open pages of an entity current about its grants: at once for what
 * this process does, within 2 s for an end by the clock and for other replicas.
 * Entities that nobody looks at cost nothing.
 */
export class GrantFeed {
  readonly #watched = new Map<string, ReadingSource>();

  constructor(
    private readonly options: {
      store: Pick<GrantStore, 'listOpen'>;
      logger: LoggerService;
      /** Default: the clock. */
      now?: () => Date;
    },
  ) {}

  /** A grant for this entity was opened or ended by this process. */
  changed(entityRef: string): void {
    this.#watched.get(entityRef)?.changed();
  }

  /** The source of the live topic of one entity. */
  open(entityRef: string, sink: TopicSink<BreakGlassGrant>): TopicSource {
    const { store, logger, now = () => new Date() } = this.options;
    const source = readingSource({
      read: async () =>
        (await store.listOpen({ entityRef }, now())).map(
          grant => [grant.id, grant] as const,
        ),
      sink,
      logger,
      source: 'break-glass',
      unread: 'the grants cannot be read',
      pollMs: POLL_MS,
    });
    this.#watched.set(entityRef, source);
    return {
      close: () => {
        source.close();
        if (this.#watched.get(entityRef) === source) {
          this.#watched.delete(entityRef);
        }
      },
    };
  }
}
