import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  TopicProvider,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { GoldenMetrics, Measurement } from '@slipway/plugin-metrics-common';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import {
  parseInput,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { metricsTargets } from '../services/metricsTargets';
import { RolloutsService } from '../services/RolloutsService';
import { rolloutParamsSchema } from './params';

const EVERY_MS = 5_000;

export interface MetricsTopicOptions {
  rollouts: RolloutsService;
  metrics: GoldenMetricsService;
  logger: LoggerService;
}

/** Value of the keys `stable` and `canary`. */
export interface RevisionMetrics {
  hash: string;
  metrics: GoldenMetrics;
}

/** One poll of Prometheus for all viewers of a rollout. */
class MetricsPoll implements TopicSource {
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #shown = new Set<string>();
  #begun = false;

  constructor(
    private readonly ref: ObjectRef,
    private readonly sink: TopicSink,
    private readonly options: MetricsTopicOptions,
  ) {
    this.#poll();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #poll() {
    this.#measure()
      .catch(error =>
        this.options.logger.warn(
          `Metrics of ${this.ref.namespace}/${
            this.ref.name
          } failed: ${stringifyError(error)}`,
        ),
      )
      .finally(() => {
        if (this.#closed) return;
        this.#timer = setTimeout(() => this.#poll(), EVERY_MS);
        this.#timer.unref();
      });
  }

  async #measure() {
    const { rollouts, metrics } = this.options;
    const key = rollouts.keyOf(this.ref);
    const summary = key && rollouts.summary(key);
    const targets = summary ? metricsTargets(summary) : {};
    const measured = await Promise.all(
      Object.entries(targets).map(
        async ([name, target]): Promise<[string, RevisionMetrics]> => [
          name,
          { hash: target.podTemplateHash, metrics: await metrics.now(target) },
        ],
      ),
    );
    if (this.#closed) return;
    const now = new Map(measured);
    if (this.#begun) {
      for (const name of this.#shown)
        if (!now.has(name)) this.sink.remove(name);
      for (const [name, value] of now) this.sink.upsert(name, value);
    } else {
      this.#begun = true;
      this.sink.replace(now);
    }
    this.#shown = new Set(now.keys());
    if (now.size > 0) this.#tellFreshness([...now.values()]);
  }

  #since = new Date().toISOString();
  #state: 'live' | 'unreachable' | undefined;

  #tellFreshness(values: RevisionMetrics[]) {
    const unknown = values
      .flatMap(({ metrics }) => Object.values(metrics) as Measurement[])
      .filter(measurement => measurement.state === 'unknown');
    const measurements = values.flatMap(({ metrics }) =>
      Object.values(metrics),
    );
    const state =
      unknown.length === measurements.length ? 'unreachable' : 'live';
    if (state !== this.#state) {
      this.#state = state;
      this.#since = new Date().toISOString();
    }
    this.sink.freshness([
      {
        source: `prometheus ${this.ref.cluster}`,
        state,
        since: this.#since,
        ...(state === 'unreachable' && unknown[0].state === 'unknown'
          ? { reason: unknown[0].reason }
          : {}),
      },
    ]);
  }
}

/** `rollouts:metrics`: golden metrics of the stable and the canary revision, measured every 5 s while somebody looks. */
export function createMetricsTopic(
  options: MetricsTopicOptions,
): TopicProvider {
  return {
    topic: 'rollouts:metrics',
    requires(params) {
      parseInput(rolloutParamsSchema, params);
      return { permission: rolloutsReadPermission };
    },
    open: (params, sink) =>
      new MetricsPoll(parseInput(rolloutParamsSchema, params), sink, options),
  };
}
