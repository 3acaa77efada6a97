import { LoggerService } from '@backstage/backend-plugin-api';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  provideTopic,
  readingSource,
  TopicProvider,
} from '@slipway/plugin-live-node';
import {
  GoldenMetricsService,
  prometheusFreshness,
} from '@slipway/plugin-metrics-node';
import {
  MeasuredRevision,
  rolloutMetricsTopic,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { metricsTargets } from '../services/metricsTargets';
import { RolloutsService } from '../services/RolloutsService';

const EVERY_MS = 5_000;

export interface MetricsTopicOptions {
  rollouts: RolloutsService;
  metrics: GoldenMetricsService;
  logger: LoggerService;
}

/** Golden metrics of the revisions of one rollout; none of what is not there. */
async function measure(
  ref: ObjectRef,
  { rollouts, metrics }: MetricsTopicOptions,
): Promise<Array<[string, MeasuredRevision]>> {
  const key = rollouts.keyOf(ref);
  const summary = key && rollouts.summary(key);
  const targets = summary ? metricsTargets(summary) : {};
  return Promise.all(
    Object.entries(targets).map(
      async ([name, target]): Promise<[string, MeasuredRevision]> => [
        name,
        { hash: target.podTemplateHash, metrics: await metrics.now(target) },
      ],
    ),
  );
}

/** `rollouts:metrics`: golden metrics of the stable and the canary revision, measured every 5 s for all viewers together. */
export function createMetricsTopic(
  options: MetricsTopicOptions,
): TopicProvider {
  return provideTopic(rolloutMetricsTopic, {
    authorize: () => ({ permission: rolloutsReadPermission }),
    open(ref, sink) {
      const source = `prometheus ${ref.cluster}`;
      const freshness = prometheusFreshness(source);
      return readingSource({
        sink,
        logger: options.logger,
        source,
        unread: 'the metrics cannot be read',
        pollMs: EVERY_MS,
        async read() {
          const measured = await measure(ref, options);
          freshness.judge(
            measured.flatMap(([, { metrics }]) => Object.values(metrics)),
          );
          return measured;
        },
        freshness: freshness.now,
      });
    },
  });
}
