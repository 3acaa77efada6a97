import { LoggerService } from '@backstage/backend-plugin-api';
import { ActivityEntry, ActivityTarget } from '@slipway/plugin-activity-common';
import {
  ReadingSource,
  readingSource,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { ActivityStore } from '../database/ActivityStore';

/** Entries of one target on the live stream. */
const NEWEST = 100;

type TargetKey = Pick<
  ActivityTarget,
  'cluster' | 'namespace' | 'kind' | 'name'
>;

/**
 * Keeps viewers of a target's activity current: at once for what this process
 * writes, every `pollMs` for what other replicas write. Targets that nobody
 * looks at cost nothing.
 */
export class ActivityFeed {
  readonly #watched = new Map<string, ReadingSource>();
  readonly #options: {
    store: ActivityStore;
    logger: LoggerService;
    pollMs: number;
  };

  constructor(options: {
    store: ActivityStore;
    logger: LoggerService;
    /** Default 2000. */
    pollMs?: number;
  }) {
    this.#options = { pollMs: 2_000, ...options };
  }

  /** Something about this target was written by this process. */
  wrote(target: TargetKey): void {
    this.#watched.get(keyOf(target))?.changed();
  }

  /** The source of the live topic of one target. */
  open(target: TargetKey, sink: TopicSink<ActivityEntry>): TopicSource {
    const { store, logger, pollMs } = this.#options;
    const { cluster, namespace, kind, name } = target;
    const source = readingSource({
      read: async () => {
        const { items } = await store.list({
          cluster,
          namespace,
          kind,
          name,
          limit: NEWEST,
        });
        return items.map(entry => [entry.id, entry] as const);
      },
      sink,
      logger,
      source: 'activity',
      unread: 'the record cannot be read',
      pollMs,
    });
    const key = keyOf(target);
    this.#watched.set(key, source);
    return {
      close: () => {
        source.close();
        if (this.#watched.get(key) === source) this.#watched.delete(key);
      },
    };
  }
}

function keyOf({ cluster, namespace, kind, name }: TargetKey): string {
  return JSON.stringify([cluster, namespace, kind, name]);
}
