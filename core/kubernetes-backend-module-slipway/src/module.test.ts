import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import {
  KubernetesFetcherFactory,
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
  kubernetesServiceLocatorExtensionPoint,
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
          kubernetesServiceLocatorExtensionPoint,
          { addServiceLocator: () => {} },
        ],
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
    const server = createServer((_, response) =>
      response.end(
        JSON.stringify({
          kind: 'ConfigMapList',
          items: [{ data: { a: 'b' } }],
        }),
      ),
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    try {
      const fetcher = await factories[0]({
        getDefault: async () => {
          throw new Error('plugin-kubernetes’ own fetcher has no deadlines');
        },
      });
      await expect(
        fetcher.fetchObjectsForService({
          serviceId: 'orders',
          clusterDetails: {
            name: 'c',
            url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
            authMetadata: {},
          },
          credential: { type: 'bearer token', token: 't' },
          objectTypesToFetch: new Set([
            {
              objectType: 'configmaps',
              group: '',
              apiVersion: 'v1',
              plural: 'configmaps',
            },
          ]),
          customResources: [],
        }),
      ).resolves.toEqual({
        errors: [],
        responses: [
          { type: 'configmaps', resources: [{ data: { a: '***' } }] },
        ],
      });
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
});
