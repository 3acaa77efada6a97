import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  KubernetesObjectsProviderFactory,
  kubernetesClusterSupplierExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { ClusterSupply } from '@slipway/plugin-clusters-node';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { kubernetesModuleSlipway } from './module';

const config = {
  kubernetes: {
    serviceLocatorMethod: { type: 'multiTenant' },
    clusterLocatorMethods: [
      {
        type: 'config',
        clusters: [
          {
            name: 'gke-prod',
            url: 'https://127.0.0.1:6443',
            authProvider: 'serviceAccount',
            serviceAccountToken: 't0k3n',
          },
        ],
      },
    ],
  },
};

describe('kubernetesModuleSlipway', () => {
  it("hands over plugin-kubernetes' clusters and auth strategy", async () => {
    const clusters = fakeClusters();
    const supplies: ClusterSupply[] = [];
    jest
      .spyOn(clusters, 'connect')
      .mockImplementation(supply => supplies.push(supply));

    await startTestBackend({
      features: [
        kubernetesPlugin,
        kubernetesModuleSlipway,
        clusters.factory,
        mockServices.rootConfig.factory({ data: config }),
      ],
    });

    const lists = supplies.flatMap(supply => ('list' in supply ? supply : []));
    expect(lists).toHaveLength(1);
    await expect(lists[0].list()).resolves.toMatchObject([
      { name: 'gke-prod', url: 'https://127.0.0.1:6443' },
    ]);
    expect(supplies).toContainEqual({
      authStrategy: expect.objectContaining({
        getCredential: expect.any(Function),
      }),
    });
  });

  it('lets nobody ask the provider of plugin-kubernetes for Secrets', async () => {
    const factories: KubernetesObjectsProviderFactory[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          kubernetesClusterSupplierExtensionPoint,
          { addClusterSupplier: () => {} },
        ],
        [
          kubernetesObjectsProviderExtensionPoint,
          {
            addObjectsProvider(provider) {
              if (typeof provider === 'function') factories.push(provider);
            },
          },
        ],
      ],
      features: [kubernetesModuleSlipway, fakeClusters().factory],
    });
    const ask = async () => ({ items: [] });
    const provider = await factories[0]({
      getDefault: async () => ({
        getKubernetesObjectsByEntity: ask,
        getCustomResourcesByEntity: ask,
      }),
      clusterSupplier: { getClusters: async () => [] },
      serviceLocator: { getClustersByEntity: async () => ({ clusters: [] }) },
      fetcher: {
        fetchObjectsForService: async () => ({ errors: [], responses: [] }),
        fetchPodMetricsByNamespaces: async () => ({
          errors: [],
          responses: [],
        }),
      },
      customResources: [],
      authStrategy: {
        getCredential: async () => ({ type: 'anonymous' }),
        validateCluster: () => [],
        presentAuthMetadata: () => ({}),
      },
    });
    await expect(
      provider.getCustomResourcesByEntity(
        {
          entity: {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'orders' },
          },
          auth: {},
          customResources: [{ group: '', apiVersion: 'v1', plural: 'secrets' }],
        },
        { credentials: mockCredentials.user() },
      ),
    ).rejects.toThrow('Secrets are never');
  });
});
