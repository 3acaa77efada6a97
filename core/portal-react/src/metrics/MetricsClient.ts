import { GoldenQuery, GoldenSeries } from '@slipway/plugin-metrics-common';
import { BackendClient, ClientApis } from '../api/BackendClient';
import { MetricsApi } from './MetricsApi';

/** {@link MetricsApi} over HTTP. */
export class MetricsClient extends BackendClient implements MetricsApi {
  constructor(apis: ClientApis) {
    super('metrics', apis);
  }

  getGolden(query: GoldenQuery): Promise<GoldenSeries> {
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    );
    return this.get(`/golden?${search}`);
  }
}
