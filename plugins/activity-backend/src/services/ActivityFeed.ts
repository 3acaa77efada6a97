import { LoggerService } from '@backstage/backend-plugin-api';
import { ActivityTarget } from '@slipway/plugin-activity-common';
import { TopicSink, TopicSource } from '@slipway/plugin-live-node';
import { ActivityStore } from '../database/ActivityStore';

/** Entries of one target on the live stream. */
const NEWEST = 100;
/** Name of this source, for people. */
const SOURCE = 'activity';

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
  readonly #watched = new Map<string, () => void>();
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
    this.#watched.get(keyOf(target))?.();
  }

  /** The source of the live topic of one target. */
  open(target: TargetKey, sink: TopicSink): TopicSource {
    const { store, logger, pollMs } = this.#options;
    const { cluster, namespace, kind, name } = target;
    let closed = false;
    let reading = false;
    let again = false;
    const openedAt = new Date().toISOString();
    let lastAnswer: string | undefined;
    let liveSince: string | undefined;

    const answered = () => {
      lastAnswer = new Date().toISOString();
      liveSince ??= lastAnswer;
      sink.freshness([{ source: SOURCE, state: 'live', since: liveSince }]);
    };
    const notAnswered = (error: unknown) => {
      // Once for each time that it is away, and never what the database said.
      if (liveSince !== undefined || lastAnswer === undefined) {
        logger.warn(
          `Activity cannot be read for the live stream: ${
            error instanceof Error ? error.name : 'unknown error'
          }`,
        );
      }
      liveSince = undefined;
      sink.freshness([
        {
          source: SOURCE,
          state: lastAnswer ? 'stale' : 'unreachable',
          since: lastAnswer ?? openedAt,
          reason: 'the record cannot be read',
        },
      ]);
    };

    const read = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      try {
        do {
          again = false;
          const { items } = await store.list({
            cluster,
            namespace,
            kind,
            name,
            limit: NEWEST,
          });
          if (closed) return;
          sink.replace(items.map(entry => [entry.id, entry]));
          answered();
        } while (again);
      } catch (error) {
        if (!closed) notAnswered(error);
      } finally {
        reading = false;
      }
    };

    const timer = setInterval(read, pollMs);
    const key = keyOf(target);
    this.#watched.set(key, read);
    read();
    return {
      close: () => {
        closed = true;
        clearInterval(timer);
        if (this.#watched.get(key) === read) this.#watched.delete(key);
      },
    };
  }
}

function keyOf({ cluster, namespace, kind, name }: TargetKey): string {
  return JSON.stringify([cluster, namespace, kind, name]);
}
