import {
  CustomResource,
  KubernetesFetcher,
  ObjectFetchParams,
  ObjectToFetch,
} from '@backstage/plugin-kubernetes-node';
import { safeFetcher } from './safeFetcher';

const CLUSTER: ObjectFetchParams['clusterDetails'] = {
  name: 'gke-prod',
  url: 'https://127.0.0.1:6443',
  authMetadata: {},
};
const PODS: ObjectToFetch = {
  objectType: 'pods',
  group: '',
  apiVersion: 'v1',
  plural: 'pods',
};
const ROLLOUTS: CustomResource = {
  objectType: 'customresources',
  group: 'argoproj.io',
  apiVersion: 'v1alpha1',
  plural: 'rollouts',
};
const POD = {
  metadata: {
    name: 'orders-1',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{"a":"s3cret"}',
    },
  },
  spec: { containers: [{ name: 'a', env: [{ name: 'A', value: 's3cret' }] }] },
};

function setUp() {
  const asked: ObjectFetchParams[] = [];
  const fetcher: KubernetesFetcher = {
    async fetchObjectsForService(params) {
      asked.push(params);
      return {
        errors: [{ errorType: 'NOT_FOUND', statusCode: 404 }],
        responses: [
          { type: 'pods', resources: [POD] },
          {
            type: 'customresources',
            resources: [{ kind: 'Rollout', spec: { template: POD } }],
          },
        ],
      };
    },
    async fetchPodMetricsByNamespaces() {
      return {
        errors: [],
        responses: [
          {
            type: 'customresources',
            resources: [{ Pod: POD, CPU: { CurrentUsage: BigInt(1) } }],
          },
        ],
      };
    },
  };
  return { asked, fetcher: safeFetcher(fetcher) };
}

/** As they come in a request or a configuration: of whatever type. */
function paramsOf(
  types: unknown[],
  resources: unknown[] = [],
): ObjectFetchParams {
  return {
    serviceId: 'orders',
    clusterDetails: CLUSTER,
    credential: { type: 'anonymous' },
    objectTypesToFetch: new Set(types as ObjectToFetch[]),
    customResources: resources as CustomResource[],
  };
}

describe('safeFetcher', () => {
  it.each([
    { group: '', apiVersion: 'v1', plural: 'secrets' },
    { group: '', apiVersion: 'v1', plural: 'namespaces/kube-system/secrets' },
    { group: '', apiVersion: 'v1/namespaces/kube-system', plural: 'secrets' },
    { group: '', apiVersion: 'v1', plural: 'pods/orders-1/log' },
    { group: '..', apiVersion: 'api', plural: 'v1' },
    { apiVersion: 'v1', plural: 'secrets' },
    { group: null, apiVersion: 'v1', plural: 'secrets' },
    { group: [], apiVersion: 'v1', plural: ['secrets'] },
    { group: '', apiVersion: 'v1', plural: { toString: 'secrets' } },
    null,
  ])('refuses %j, also behind a good one', async resource => {
    const { asked, fetcher } = setUp();
    for (const refused of [
      paramsOf([], [ROLLOUTS, resource]),
      paramsOf([PODS, resource], [ROLLOUTS]),
    ]) {
      await expect(fetcher.fetchObjectsForService(refused)).rejects.toThrow(
        expect.objectContaining({ name: 'InputError' }),
      );
    }
    expect(asked).toEqual([]);
  });

  it('asks as it was asked, and masks what it gives', async () => {
    const { asked, fetcher } = setUp();
    const question = paramsOf([PODS], [ROLLOUTS]);
    const answer = await fetcher.fetchObjectsForService(question);
    expect(asked).toEqual([question]);
    expect(answer.errors).toEqual([
      { errorType: 'NOT_FOUND', statusCode: 404 },
    ]);
    const pod = {
      metadata: {
        name: 'orders-1',
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': '***',
        },
      },
      spec: { containers: [{ name: 'a', env: [{ name: 'A', value: '***' }] }] },
    };
    expect(answer.responses).toEqual([
      { type: 'pods', resources: [pod] },
      {
        type: 'customresources',
        resources: [{ kind: 'Rollout', spec: { template: pod } }],
      },
    ]);
  });

  it('masks the pods within their metrics', async () => {
    const { fetcher } = setUp();
    const { responses } = await fetcher.fetchPodMetricsByNamespaces(
      CLUSTER,
      { type: 'anonymous' },
      new Set(['ecommerce']),
    );
    expect(responses).toEqual([
      {
        type: 'customresources',
        resources: [
          {
            Pod: expect.objectContaining({
              spec: {
                containers: [{ name: 'a', env: [{ name: 'A', value: '***' }] }],
              },
            }),
            CPU: { CurrentUsage: BigInt(1) },
          },
        ],
      },
    ]);
  });
});
