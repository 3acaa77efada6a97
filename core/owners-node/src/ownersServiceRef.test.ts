import {
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { fakeClusters } from '@slipway/plugin-clusters-node/testUtils';
import { ownersServiceRef } from './ownersServiceRef';
import { Owners } from './types';

describe('ownersServiceRef', () => {
  it('is one instance for all plugins, which reads the catalog by itself', async () => {
    const given = new Map<string, Owners>();
    const pluginOf = (pluginId: string) =>
      createBackendPlugin({
        pluginId,
        register(env) {
          env.registerInit({
            deps: { owners: ownersServiceRef },
            async init({ owners }) {
              given.set(pluginId, owners);
            },
          });
        },
      });
    const catalog = catalogServiceMock.mock();
    const read = new Promise<void>(resolve => {
      catalog.getEntities.mockImplementation(async () => {
        resolve();
        return {
          items: [
            {
              apiVersion: 'backstage.io/v1alpha1',
              kind: 'Component',
              metadata: {
                name: 'orders',
                annotations: { 'backstage.io/kubernetes-id': 'orders' },
              },
            },
          ],
        };
      });
    });
    const backend = await startTestBackend({
      features: [
        pluginOf('one'),
        pluginOf('two'),
        fakeClusters().factory,
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalog,
        }),
      ],
    });
    const owners = given.get('one');
    expect(owners).toBeDefined();
    expect(given.get('two')).toBe(owners);
    await read;
    if (!owners?.known()) {
      await new Promise<void>(resolve => {
        owners?.onChange(resolve);
      });
    }
    expect(
      owners?.bind('gke-prod', {
        labels: { 'backstage.io/kubernetes-id': 'orders' },
      }).entity,
    ).toMatchObject({ state: 'bound', entityRef: 'component:default/orders' });
    await backend.stop();
  });
});
