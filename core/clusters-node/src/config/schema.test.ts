import { ConfigReader } from '@backstage/config';
import { readClustersSettings } from './schema';

describe('readClustersSettings', () => {
  it('reads every cluster, whatever its name, with safe defaults', () => {
    const settings = readClustersSettings(
      new ConfigReader({
        kubernetes: {},
        slipway: {
          clusters: {
            'gke-1': {},
            'gke_project_eu-west1-b_shop': {
              title: 'Shop',
              environment: 'stage',
              namespaces: { 'team-1': { environment: 'dev' } },
              watchNamespaces: ['team-1'],
              impersonate: true,
              allowActions: true,
              prometheus: { url: 'http://127.0.0.1:9090' },
            },
          },
        },
      }),
    );
    expect(settings.expectSupplier).toBe(true);
    expect(settings.clusters.get('gke-1')).toEqual({
      namespaces: {},
      impersonate: false,
      allowActions: false,
    });
    expect(settings.clusters.get('gke_project_eu-west1-b_shop')).toEqual({
      title: 'Shop',
      environment: 'stage',
      namespaces: { 'team-1': { environment: 'dev' } },
      watchNamespaces: ['team-1'],
      impersonate: true,
      allowActions: true,
    });
  });

  it('needs nothing', () => {
    expect(readClustersSettings(new ConfigReader({}))).toEqual({
      clusters: new Map(),
      expectSupplier: false,
    });
  });

  it('leaves a kubeconfig read-only unless configured otherwise', () => {
    const kubeconfig = { file: '/home/me/config', context: 'dev' };
    expect(
      readClustersSettings(new ConfigReader({ slipway: { kubeconfig } }))
        .kubeconfig,
    ).toEqual({ ...kubeconfig, allowActions: false });
  });

  it.each([
    [
      { clusters: { gke: { environment: 'production' } } },
      'slipway.clusters.gke.environment',
    ],
    [
      { clusters: { gke: { namespaces: { a: { environment: 'x' } } } } },
      'slipway.clusters.gke.namespaces.a.environment',
    ],
    [
      { clusters: { gke: { watchNamespaces: ['Not A Name'] } } },
      'slipway.clusters.gke.watchNamespaces.0',
    ],
    [
      { clusters: { gke: { watchNamespaces: [] } } },
      'slipway.clusters.gke.watchNamespaces',
    ],
    [
      { clusters: { gke: { allowActions: 'yes' } } },
      'slipway.clusters.gke.allowActions',
    ],
    [{ clusters: { gke: 'x' } }, 'slipway.clusters.gke'],
    [{ clusters: ['gke'] }, 'slipway.clusters'],
    [{ kubeconfig: { file: 'x' } }, 'slipway.kubeconfig.context'],
    [
      { kubeconfig: { file: 'x', context: 'y', allowAction: true } },
      'slipway.kubeconfig',
    ],
  ])('%j is an error that names %s', (slipway, key) => {
    expect(() => readClustersSettings(new ConfigReader({ slipway }))).toThrow(
      `Invalid configuration at ${key}: `,
    );
  });
});
