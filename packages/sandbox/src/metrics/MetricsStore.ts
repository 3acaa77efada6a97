import {
  advance,
  initialState,
  ModelState,
  PodCounters,
  podSeries,
  podValues,
} from '@slipway/platform-model';
import { Clock } from '@slipway/kube-sim';
import {
  AlertingRule,
  createEngine,
  METRIC_NAME,
  LabelMatcher,
  Series,
  SeriesSource,
  SampleStore,
  StoredSeries,
} from '@slipway/promql';
import { AlertSeries } from './AlertSeries';
import { TrafficInput } from './types';

const INTERVAL_MS = 5_000;
const RETENTION_MS = 2 * 3_600_000;
/** The past is made in coarser steps than the present: nobody waits for it at start. */
const HISTORY_INTERVAL_MS = 15_000;
/** A machine that slept does not make up for more traffic than this. */
const LONGEST_STEP_MS = 30_000;

export interface MetricsStoreOptions {
  /** Names the cluster; the model's small variations depend on it. */
  cluster: string;
  clock: Clock;
  input: TrafficInput;
  /** Between two samples; default 5 s. */
  intervalMs?: number;
  /** Default 2 h. */
  retentionMs?: number;
  /** Between two samples of the past that is made at start; default 15 s. */
  historyIntervalMs?: number;
  /** What of them fires is in the series `ALERTS` and `ALERTS_FOR_STATE`, from the start on; default none. */
  rules?: readonly AlertingRule[];
}

interface Written {
  /** What the series depend on; when it changes they are looked up again. */
  identity: string;
  series: StoredSeries[];
}

/**
 * Samples of the traffic model of one cluster, kept for a bounded time. Before
 * the first sample the past is filled from the same model, with the pods that
 * there are now, each from when it became ready: modelled, and always the same
 * for the same pods and times.
 */
export class MetricsStore implements SeriesSource {
  readonly #options: Required<MetricsStoreOptions>;
  readonly #samples: SampleStore;
  readonly #alerts: AlertSeries;
  #state: ModelState;
  #written = new Map<string, Written>();
  #cancel: (() => void) | undefined;

  private constructor(options: Required<MetricsStoreOptions>) {
    this.#options = options;
    this.#samples = new SampleStore(options.retentionMs / options.intervalMs);
    this.#alerts = new AlertSeries(createEngine(this), options.rules);
    this.#state = initialState(options.cluster);
  }

  static create(options: MetricsStoreOptions): MetricsStore {
    return new MetricsStore({
      intervalMs: INTERVAL_MS,
      retentionMs: RETENTION_MS,
      historyIntervalMs: HISTORY_INTERVAL_MS,
      rules: [],
      ...options,
    });
  }

  /** Fills the past from the model, then takes a sample every interval. */
  start(): void {
    if (this.#cancel) {
      return;
    }
    const { clock, intervalMs } = this.#options;
    if (this.#samples.newest === undefined) {
      this.#fillPast(clock.now().getTime());
    }
    this.#cancel = clock.every(intervalMs, () =>
      this.#sample(clock.now().getTime()),
    );
  }

  /** No sample is taken afterwards; what there is stays. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  select(
    matchers: readonly LabelMatcher[],
    start: number,
    end: number,
  ): Series[] {
    return this.#samples.select(matchers, start, end);
  }

  /** How much there is, for those who watch the memory. */
  get size(): SampleStore['size'] {
    return this.#samples.size;
  }

  #fillPast(now: number): void {
    const { retentionMs, historyIntervalMs: step } = this.#options;
    // Whole multiples, so that a restart makes the same past.
    const last = Math.floor(now / step) * step;
    for (let at = last - retentionMs; at <= last; at += step) {
      this.#sample(at, step);
    }
  }

  #sample(at: number, elapsed?: number): void {
    const { input, intervalMs } = this.#options;
    const before = this.#samples.newest ?? at - intervalMs;
    if (at <= before) {
      return;
    }
    this.#state = advance(this.#state, {
      pods: input
        .pods()
        .filter(({ since }) => since === undefined || since <= at),
      causes: elapsed === undefined ? input.causes?.() ?? [] : [],
      atMs: at,
      deltaSeconds: (elapsed ?? Math.min(at - before, LONGEST_STEP_MS)) / 1000,
    });
    this.#samples.begin(at);
    const written = new Map<string, Written>();
    for (const [pod, entry] of this.#state.counters) {
      const series = this.#seriesOf(this.#written.get(pod), entry);
      written.set(pod, series);
      podValues(entry).forEach((value, index) =>
        this.#samples.write(series.series[index], value),
      );
    }
    this.#written = written;
    if (elapsed !== undefined) return;
    for (const { labels, value } of this.#alerts.at(at)) {
      this.#samples.write(this.#samples.series(labels), value);
    }
  }

  #seriesOf(before: Written | undefined, entry: PodCounters): Written {
    const { pod, measured, outbound } = entry;
    const identity = JSON.stringify([
      measured,
      pod.workload,
      pod.replicaSet,
      pod.templateHash,
      Object.keys(outbound),
    ]);
    return before?.identity === identity
      ? before
      : {
          identity,
          series: podSeries(entry).map(({ name, labels }) =>
            this.#samples.series({ [METRIC_NAME]: name, ...labels }),
          ),
        };
  }
}
