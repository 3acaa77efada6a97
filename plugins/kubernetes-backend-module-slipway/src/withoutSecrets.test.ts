import { mockCredentials } from '@backstage/backend-test-utils';
import {
  CustomResourcesByEntity,
  KubernetesObjectsByEntity,
  KubernetesObjectsProvider,
} from '@backstage/plugin-kubernetes-node';
import { withoutSecrets } from './withoutSecrets';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders' },
};
const options = { credentials: mockCredentials.user() };

function setUp() {
  const asked: Array<KubernetesObjectsByEntity | CustomResourcesByEntity> = [];
  const provider: KubernetesObjectsProvider = {
    async getKubernetesObjectsByEntity(query) {
      asked.push(query);
      return { items: [] };
    },
    async getCustomResourcesByEntity(query) {
      asked.push(query);
      return { items: [] };
    },
  };
  return { asked, provider: withoutSecrets(provider) };
}

/** As they come in a request: of whatever type. */
function custom(...resources: unknown[]): CustomResourcesByEntity {
  return {
    entity,
    auth: {},
    customResources: resources as CustomResourcesByEntity['customResources'],
  };
}

const rollouts = {
  group: 'argoproj.io',
  apiVersion: 'v1alpha1',
  plural: 'rollouts',
};

describe('withoutSecrets', () => {
  it.each([
    { group: '', apiVersion: 'v1', plural: 'secrets' },
    { group: '', apiVersion: 'v1', plural: 'namespaces/kube-system/secrets' },
    { group: '', apiVersion: 'v1/namespaces/kube-system', plural: 'secrets' },
    { group: '..', apiVersion: 'api', plural: 'v1' },
    { apiVersion: 'v1', plural: 'secrets' },
    { group: null, apiVersion: 'v1', plural: 'secrets' },
    { group: [], apiVersion: 'v1', plural: ['secrets'] },
    { group: '', apiVersion: 'v1', plural: { toString: 'secrets' } },
    null,
  ])('refuses %j, also behind a good one', async resource => {
    const { asked, provider } = setUp();
    await expect(
      provider.getCustomResourcesByEntity(custom(rollouts, resource), options),
    ).rejects.toThrow(expect.objectContaining({ name: 'InputError' }));
    expect(asked).toEqual([]);
  });

  it('passes everything else on', async () => {
    const { asked, provider } = setUp();
    const query = custom(rollouts, {
      group: '',
      apiVersion: 'v1',
      plural: 'pods',
    });
    await provider.getCustomResourcesByEntity(query, options);
    await provider.getKubernetesObjectsByEntity({ entity, auth: {} }, options);
    expect(asked).toEqual([query, { entity, auth: {} }]);
  });
});
