import { DiscoveryApi, FetchApi } from '@backstage/frontend-plugin-api';
import { GoldenQuery, GoldenSeries } from '@slipway/plugin-metrics-common';
import { fetchJson } from '../errors/fetchJson';
import { MetricsApi } from './MetricsApi';

/** {@link MetricsApi} over HTTP. */
export class MetricsClient implements MetricsApi {
  constructor(
    private readonly options: {
      discoveryApi: DiscoveryApi;
      fetchApi: FetchApi;
    },
  ) {}

  async getGolden(query: GoldenQuery): Promise<GoldenSeries> {
    const { discoveryApi, fetchApi } = this.options;
    const base = await discoveryApi.getBaseUrl('metrics');
    const search = new URLSearchParams(
      Object.entries(query).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, String(value)]],
      ),
    );
    return fetchJson(fetchApi, `${base}/v1/golden?${search}`);
  }
}
