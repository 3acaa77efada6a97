import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import kubernetesPlugin from '@backstage/plugin-kubernetes-backend';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import request from 'supertest';
import { PROXY_IS_CLOSED } from './closedProxy';
import { kubernetesModuleSlipway } from './module';

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** Counts what reaches a cluster. */
async function apiServer() {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    res.end('{}');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(
    () => new Promise<void>(resolve => void server.close(() => resolve())),
  );
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}` };
}

/** With permissions off: everything is allowed that no route refuses by itself. */
async function setUp() {
  const api = await apiServer();
  const auditor = mockServices.auditor.mock();
  const fail = jest.fn(async () => {});
  auditor.createEvent.mockResolvedValue({ success: async () => {}, fail });
  const { server } = await startTestBackend({
    features: [
      kubernetesPlugin,
      kubernetesModuleSlipway,
      fakeClusters().factory,
      auditor.factory,
      mockServices.rootConfig.factory({
        data: {
          kubernetes: {
            serviceLocatorMethod: { type: 'multiTenant' },
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: [
                  {
                    name: 'gke-prod',
                    url: api.url,
                    authProvider: 'serviceAccount',
                    serviceAccountToken: 't0k3n',
                  },
                ],
              },
            ],
          },
        },
      }),
    ],
  });
  return { ...api, auditor, fail, server };
}

describe('the proxy of plugin-kubernetes', () => {
  it.each([
    ['a user', mockCredentials.user.header()],
    ['a service', mockCredentials.service.header()],
  ])('refuses %s, and the refusal is audited', async (_, header) => {
    const { asked, auditor, fail, server } = await setUp();
    const paths = [
      '/api/v1/namespaces/ecommerce/secrets',
      '/api/v1/namespaces/ecommerce/pods/order-service/log',
    ];
    for (const path of paths) {
      const response = await request(server)
        .get(`/api/kubernetes/proxy${path}`)
        .set('authorization', header)
        .set('backstage-kubernetes-cluster', 'gke-prod');
      expect(response.status).toBe(403);
      expect(response.body.error.message).toBe(PROXY_IS_CLOSED);
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({
          eventId: 'cluster-fetch',
          meta: { queryType: 'proxy', method: 'GET', path },
        }),
      );
    }
    expect(fail).toHaveBeenCalledTimes(paths.length);
    expect(asked).toEqual([]);
  });

  it('is alone: the other routes answer', async () => {
    const { server } = await setUp();
    const response = await request(server).get('/api/kubernetes/clusters');
    expect(response.body.items).toMatchObject([{ name: 'gke-prod' }]);
  });
});
