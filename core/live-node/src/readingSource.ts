import { LoggerService } from '@backstage/backend-plugin-api';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { TopicSink, TopicSource } from './types';

/** A source that reads everything again each time. */
export interface ReadingSource extends TopicSource {
  /** Something was written: reads at once, and once more if a read is on its way. */
  changed(): void;
}

/**
 * A source over something that must be asked, such as a database: what this
 * process writes shows at once, through `changed`; what others write, and what
 * the clock changes, after `pollMs` at the latest. One read is on its way at a
 * time. Nothing is read after `close`.
 *
 * @param options.read - everything that the topic has now
 * @param options.source - name of the source, shown to users
 * @param options.unread - why there is nothing newer, shown to users; never what the database said
 * @param options.freshness - how current an answer is, where it says more than that there was one
 */
export function readingSource<Value>(options: {
  read: () => Promise<Iterable<readonly [key: string, value: Value]>>;
  sink: TopicSink<Value>;
  logger: LoggerService;
  source: string;
  unread: string;
  pollMs: number;
  freshness?: () => SourceFreshness[];
}): ReadingSource {
  const { sink, logger, source, unread, pollMs } = options;
  let closed = false;
  let reading = false;
  let again = false;
  const openedAt = new Date().toISOString();
  let lastAnswer: string | undefined;
  let liveSince: string | undefined;

  const answered = () => {
    lastAnswer = new Date().toISOString();
    liveSince ??= lastAnswer;
    sink.freshness(
      options.freshness?.() ?? [{ source, state: 'live', since: liveSince }],
    );
  };
  const notAnswered = (error: unknown) => {
    // Once for each time that it is away.
    if (liveSince !== undefined || lastAnswer === undefined) {
      logger.warn(
        `The live stream of ${source}: ${unread}: ${
          error instanceof Error ? error.name : 'unknown error'
        }`,
      );
    }
    liveSince = undefined;
    sink.freshness([
      {
        source,
        state: lastAnswer ? 'stale' : 'unreachable',
        since: lastAnswer ?? openedAt,
        reason: unread,
      },
    ]);
  };

  const read = async () => {
    reading = true;
    try {
      do {
        again = false;
        const items = await options.read();
        if (closed) return;
        sink.replace(items);
        answered();
      } while (again);
    } catch (error) {
      if (!closed) notAnswered(error);
    } finally {
      reading = false;
    }
  };

  const timer = setInterval(() => {
    if (!reading) read();
  }, pollMs);
  timer.unref();
  read();
  return {
    changed() {
      if (reading) again = true;
      else read();
    },
    close: () => {
      closed = true;
      clearInterval(timer);
    },
  };
}
