import { LoggerService } from '@backstage/backend-plugin-api';
import {
  provideTopic,
  readingSource,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  GoldenMetrics,
  goldenTopic,
  metricsReadPermission,
} from '@slipway/plugin-metrics-common';
import {
  GoldenMetricsService,
  prometheusFreshness,
} from '@slipway/plugin-metrics-node';

const EVERY_MS = 5_000;

/** `metrics:golden`: golden metrics of one target, measured every 5 s for all viewers together. */
export function createGoldenTopic(options: {
  metrics: Pick<GoldenMetricsService, 'now'>;
  logger: LoggerService;
}): TopicProvider {
  const { metrics, logger } = options;
  return provideTopic(goldenTopic, {
    authorize: () => ({ permission: metricsReadPermission }),
    open(target, sink) {
      const source = `prometheus ${target.cluster}`;
      const freshness = prometheusFreshness(source);
      return readingSource<GoldenMetrics>({
        sink,
        logger,
        source,
        unread: 'the metrics cannot be read',
        pollMs: EVERY_MS,
        async read() {
          const now = await metrics.now(target);
          freshness.judge(Object.values(now));
          return [['now', now]];
        },
        freshness: freshness.now,
      });
    },
  });
}
