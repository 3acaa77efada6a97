import { ConfigReader } from '@backstage/config';
import { readObservabilityConfig } from './config';

const read = (data: ConstructorParameters<typeof ConfigReader>[0]) =>
  readObservabilityConfig(new ConfigReader(data));

describe('readObservabilityConfig', () => {
  it('needs nothing', () => {
    expect(read({})).toEqual({ grafana: [] });
  });

  it('takes the only Grafana by its domain', () => {
    expect(read({ grafana: { domain: 'https://g/' } }).grafana).toEqual([
      { id: 'default', baseUrl: 'https://g', orgId: 1, datasources: {} },
    ]);
  });

  const kibana = (changes: object) => ({
    slipway: {
      observability: {
        kibana: { baseUrl: 'https://k', dataViewId: 'l', ...changes },
      },
    },
  });
  it.each([
    [{ grafana: { domain: 'javascript' } }, 'grafana.domain'],
    [{ grafana: { domain: 'https://u:p@g' } }, 'grafana.domain'],
    [{ grafana: { hosts: [{ id: 'a' }] } }, 'grafana.hosts.0.domain'],
    [kibana({ baseUrl: 'ftp://k' }), 'slipway.observability.kibana.baseUrl'],
    [
      kibana({ fields: { workload: 'a : b or c' } }),
      'slipway.observability.kibana.fields.workload',
    ],
    [{ slipway: { observability: { jaeger: {} } } }, 'slipway.observability'],
  ])('%j is an error that names the key', (data, key) => {
    expect(() => read(data)).toThrow(`Invalid configuration at ${key}`);
  });
});
