import { assertError } from '@backstage/errors';
import {
  PrometheusService,
  PrometheusVector,
} from '@slipway/plugin-metrics-node';
import { Answered } from '@slipway/plugin-observability-common';

/** Asks one Prometheus the queries of the table. */
export class TableReader {
  /** Window of the rates. */
  readonly window: string;

  /** @throws NotFoundError when no Prometheus is configured */
  constructor(
    private readonly prometheus: PrometheusService,
    private readonly cluster: string,
  ) {
    this.window = prometheus.windowOf(cluster);
  }

  /** All series of a query. @throws ServiceUnavailableError */
  async series(query: string): Promise<PrometheusVector> {
    return this.prometheus.vector(this.cluster, query);
  }

  /** The one figure of a query; never throws. */
  async figure(query: string): Promise<Answered> {
    try {
      const [first] = await this.series(query);
      return { value: first?.sample[1] };
    } catch (error) {
      assertError(error);
      return { error: error.message };
    }
  }

  /** Figures by a label, finite ones only. @throws ServiceUnavailableError */
  async by(label: string, query: string): Promise<Map<string, number>> {
    const found = new Map<string, number>();
    for (const { labels, sample } of await this.series(query)) {
      if (Number.isFinite(sample[1])) found.set(labels[label] ?? '', sample[1]);
    }
    return found;
  }
}
