import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ReadingSource,
  readingSource,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';

/** How late an end by the clock, and what another replica did, may show. */
const POLL_MS = 2_000;

/**
 * Keeps open pages current: at once for what this process does, within 2 s for
 * an end by the clock and for other replicas. What nobody looks at costs nothing.
 */
export class ApprovalFeed {
  readonly #open = new Set<ReadingSource>();

  constructor(private readonly options: { logger: LoggerService }) {}

  /** Something was asked, answered or used by this process. */
  changed(): void {
    this.#open.forEach(source => source.changed());
  }

  /** The source of a live topic; values are under their ids. */
  open<Value extends { id: string }>(
    read: () => Promise<readonly Value[]>,
    sink: TopicSink<Value>,
  ): TopicSource {
    const source = readingSource({
      read: async () => (await read()).map(value => [value.id, value] as const),
      sink,
      logger: this.options.logger,
      source: 'approvals',
      unread: 'the approvals cannot be read',
      pollMs: POLL_MS,
    });
    this.#open.add(source);
    return {
      close: () => {
        source.close();
        this.#open.delete(source);
      },
    };
  }
}
