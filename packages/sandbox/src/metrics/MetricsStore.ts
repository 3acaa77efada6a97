import { Clock } from '../clock/types';
import { LabelMatcher, Series, SeriesSource } from '../promql/types';
import { TrafficInput } from './types';

export interface MetricsStoreOptions {
  /** Names the cluster; the model's small variations depend on it. */
  cluster: string;
  clock: Clock;
  input: TrafficInput;
  /** Default 5 s. */
  intervalMs?: number;
  /** Default 2 h. */
  retentionMs?: number;
}

/** Samples of the traffic model of one cluster, kept for a bounded time. */
export class MetricsStore implements SeriesSource {
  private constructor(readonly options: MetricsStoreOptions) {}

  static create(options: MetricsStoreOptions): MetricsStore {
    return new MetricsStore(options);
  }

  /** Fills the past from the model, then takes a sample every interval. */
  start(): void {}

  stop(): void {}

  select(_matchers: readonly LabelMatcher[]): Series[] {
    return [];
  }
}
