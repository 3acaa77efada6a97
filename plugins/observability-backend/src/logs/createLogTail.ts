import { LoggerService } from '@backstage/backend-plugin-api';
import {
  provideTopic,
  readingSource,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  LogFilter,
  LogLevel,
  LogLine,
  logsReadPermission,
  LogTailParams,
  logTailTopic,
} from '@slipway/plugin-observability-common';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { Places } from '../services/Places';
import { LogReads } from './LogReads';
import { LogsService } from './LogsService';

const EVERY_MS = 3_000;

const filterOf = ({ side, level, text }: LogTailParams): LogFilter => ({
  side,
  ...(level === 'ANY' ? {} : { level: level as LogLevel }),
  ...(text ? { text } : {}),
});

/**
 * `observability:logs`: the newest lines, searched again every three seconds,
 * once for all who follow the same. Lines that arrive late take their place.
 */
export function createLogTail(options: {
  logs: Pick<LogsService, 'newest'>;
  places: Pick<Places, 'one'>;
  reads: Pick<LogReads, 'recordFollowing'>;
  logger: LoggerService;
}): TopicProvider {
  const { logs, places, reads, logger } = options;
  return provideTopic(logTailTopic, {
    authorize: ({ entityRef }) => ({
      permission: logsReadPermission,
      resourceRef: entityRef,
    }),
    admit: ({ entityRef, cluster, namespace, workload }, credentials) =>
      reads.recordFollowing(
        { entityRef, cluster, namespace, workload },
        credentials,
      ),
    open(params, sink) {
      const { entityRef, cluster, namespace, workload } = params;
      const source = `logs ${cluster}`;
      let state: SourceFreshness | undefined;
      return readingSource<LogLine>({
        sink,
        logger,
        source,
        unread: 'the log store cannot be read',
        pollMs: EVERY_MS,
        async read() {
          // Asked each time: a workload that was given to another entity is no longer shown.
          const { place } = places.one(entityRef, {
            cluster,
            namespace,
            workload,
          });
          const { lines, partial } = await logs.newest(place, filterOf(params));
          const next = partial ? 'stale' : 'live';
          if (state?.state !== next) {
            state = {
              source,
              state: next,
              since: new Date().toISOString(),
              ...(partial
                ? {
                    reason: 'the log store answered in part: lines are missing',
                  }
                : {}),
            };
          }
          return lines.map(line => [line.id, line] as const);
        },
        freshness: () => (state ? [state] : []),
      });
    },
  });
}
