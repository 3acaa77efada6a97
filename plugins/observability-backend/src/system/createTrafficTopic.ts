import { LoggerService } from '@backstage/backend-plugin-api';
import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  provideTopic,
  readingSource,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  NamespaceTraffic,
  observabilityReadPermission,
  trafficTopic,
} from '@slipway/plugin-observability-common';
import { TrafficService } from './TrafficService';

const EVERY_MS = 10_000;

/** `observability:traffic`: read every ten seconds, once for all viewers of a namespace. */
export function createTrafficTopic(options: {
  logger: LoggerService;
  traffic: Pick<TrafficService, 'read'>;
}): TopicProvider {
  const { logger, traffic } = options;
  return provideTopic(trafficTopic, {
    authorize: () => ({ permission: observabilityReadPermission }),
    open({ cluster, namespace }, sink) {
      const source = `Prometheus of ${cluster}`;
      let current: SourceFreshness | undefined;
      return readingSource<NamespaceTraffic>({
        sink,
        logger,
        source,
        unread: 'traffic cannot be read',
        pollMs: EVERY_MS,
        async read() {
          const read = await traffic.read(cluster, namespace);
          const state = read.unknown === undefined ? 'live' : 'unreachable';
          current = {
            source,
            state,
            since: current?.state === state ? current.since : read.at,
            ...(read.unknown === undefined ? {} : { reason: read.unknown }),
          };
          return [['now', read]];
        },
        freshness: () => (current ? [current] : []),
      });
    },
  });
}
