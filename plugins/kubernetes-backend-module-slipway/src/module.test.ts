import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  KubernetesFetcherFactory,
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
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

  it('lets plugin-kubernetes read through nothing but the safe fetcher', async () => {
    const factories: KubernetesFetcherFactory[] = [];
    await startTestBackend({
      extensionPoints: [
        [
          kubernetesClusterSupplierExtensionPoint,
          { addClusterSupplier: () => {} },
        ],
        [
          kubernetesObjectsProviderExtensionPoint,
          { addObjectsProvider: () => {} },
        ],
        [kubernetesRouterExtensionPoint, { addRouter: () => {} }],
        [
          kubernetesFetcherExtensionPoint,
          {
            addFetcher(fetcher) {
              if (typeof fetcher === 'function') factories.push(fetcher);
            },
          },
        ],
      ],
      features: [kubernetesModuleSlipway, fakeClusters().factory],
    });
    const fetcher = await factories[0]({
      getDefault: async () => ({
        fetchObjectsForService: async () => ({
          errors: [],
          responses: [
            { type: 'configmaps', resources: [{ data: { a: 'b' } }] },
          ],
        }),
        fetchPodMetricsByNamespaces: async () => ({
          errors: [],
          responses: [],
        }),
      }),
    });
    await expect(
      fetcher.fetchObjectsForService({
        serviceId: 'orders',
        clusterDetails: { name: 'c', url: 'https://c', authMetadata: {} },
        credential: { type: 'anonymous' },
        objectTypesToFetch: new Set(),
        customResources: [],
      }),
    ).resolves.toEqual({
      errors: [],
      responses: [{ type: 'configmaps', resources: [{ data: { a: '***' } }] }],
    });
  });
});
