import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import {
  ClusterDetails,
  KubernetesObjectsProvider,
} from '@backstage/plugin-kubernetes-node';
import { Entity, EntityClusters } from './entityClusters';
import { perClusterProvider } from './perClusterProvider';

const cluster = (name: string): ClusterDetails => ({
  name,
  url: 'https://127.0.0.1:6443',
  authMetadata: {},
});
const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders' },
};

/** A provider whose answer depends on the one cluster that it is asked about. */
function setUp(answers: Record<string, () => Promise<unknown>>) {
  const clusters = new EntityClusters({
    getClustersByEntity: async () => ({
      clusters: Object.keys(answers).map(cluster),
    }),
  });
  const ask = async (entity: Entity) => {
    const located = await clusters.getClustersByEntity(entity, {
      objectTypesToFetch: new Set(),
      customResources: [],
      credentials: mockCredentials.user(),
    });
    expect(located.clusters).toHaveLength(1);
    const [{ name }] = located.clusters;
    await answers[name]();
    return {
      items: [{ cluster: { name }, podMetrics: [], resources: [], errors: [] }],
    };
  };
  const provider: KubernetesObjectsProvider = {
    getKubernetesObjectsByEntity: ({ entity }) => ask(entity),
    getCustomResourcesByEntity: ({ entity }) => ask(entity),
  };
  return perClusterProvider({
    provider,
    clusters,
    objectTypesToFetch: [],
    customResources: [],
    withinMs: () => 100,
    logger: mockServices.logger.mock(),
  });
}

const fine = async () => {};
const never = () => new Promise<void>(() => {});

describe.each(['objects', 'custom resources'])('perClusterProvider: %s', of => {
  const read = async (answers: Record<string, () => Promise<unknown>>) => {
    const provider = setUp(answers);
    const question = { entity: ENTITY, auth: {} };
    const options = { credentials: mockCredentials.user() };
    const { items } = await (of === 'objects'
      ? provider.getKubernetesObjectsByEntity(question, options)
      : provider.getCustomResourcesByEntity(
          { ...question, customResources: [] },
          options,
        ));
    return Object.fromEntries(
      items.map(item => [
        item.cluster.name,
        item.errors.map(error => ('message' in error ? error.message : '')),
      ]),
    );
  };

  it.each<[string, () => Promise<unknown>, string]>([
    [
      'cannot be had',
      async () => {
        throw new Error('login failed: password s3cret');
      },
      "Cluster bad cannot be asked: the portal's credentials for it could not be had",
    ],
    [
      'never come',
      never,
      "Cluster bad cannot be asked: the portal's credentials for it were not there within 0.1 s",
    ],
  ])('one cluster whose credentials %s', async (_, bad, message) => {
    expect(await read({ good: fine, bad, other: fine })).toEqual({
      good: [],
      bad: [message],
      other: [],
    });
  });

  it('refuses what is refused whatever the cluster', async () => {
    const refuse = async () => {
      throw new InputError('Secrets are never read');
    };
    await expect(read({ good: fine, bad: refuse })).rejects.toThrow(InputError);
  });
});
