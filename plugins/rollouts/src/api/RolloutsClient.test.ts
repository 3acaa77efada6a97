import { RolloutsClient } from './RolloutsClient';

const ref = { cluster: 'gke prod', namespace: 'ecommerce', name: 'order' };

function setup(answer: unknown, status = 200) {
  const fetch = jest.fn(
    async (_input: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(answer), {
        status,
        headers: { 'content-type': 'application/json' },
      }),
  );
  const client = new RolloutsClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: { fetch },
  });
  return { client, fetch };
}

describe('RolloutsClient', () => {
  it.each<[string, (client: RolloutsClient) => Promise<unknown>]>([
    ['/rollouts', client => client.listRollouts()],
    ['/clusters', client => client.listClusters()],
    [
      '/clusters/gke%20prod/namespaces/ecommerce/rollouts/order',
      client => client.getRollout(ref),
    ],
    [
      '/clusters/gke%20prod/namespaces/ecommerce/rollouts/order/access',
      client => client.getAccess(ref),
    ],
    [
      '/clusters/gke%20prod/namespaces/ecommerce/rollouts/order/diff?from=1&to=2',
      client => client.getDiff(ref, 1, 2),
    ],
    [
      '/clusters/gke%20prod/namespaces/ecommerce/rollouts/order/metrics?start=1&end=2&step=3',
      client => client.getMetrics(ref, { start: 1, end: 2, step: 3 }),
    ],
    [
      '/clusters/gke%20prod/namespaces/ecommerce/rollouts/order/actions/promote/stops',
      client => client.getStops(ref, 'promote'),
    ],
  ])('reads %s', async (path, call) => {
    const { client, fetch } = setup({ answer: 42 });
    await expect(call(client)).resolves.toEqual({ answer: 42 });
    expect(fetch.mock.calls[0][0]).toBe(`http://portal/api/rollouts/v1${path}`);
  });

  it('posts an action with what was seen', async () => {
    const { client, fetch } = setup({});
    const request = { seen: { uid: 'u', currentStepIndex: 3 } };
    await client.act(ref, 'promote', request);
    const [url, init] = fetch.mock.calls[0];
    expect(url).toBe(
      'http://portal/api/rollouts/v1/clusters/gke%20prod/namespaces/ecommerce/rollouts/order/actions/promote',
    );
    expect(init).toMatchObject({
      method: 'POST',
      body: JSON.stringify(request),
    });
  });

  it('throws the server’s error', async () => {
    const { client } = setup(
      {
        error: {
          name: 'ConflictError',
          message: 'it changed since you looked',
        },
        response: { statusCode: 409 },
      },
      409,
    );
    await expect(
      client.act(ref, 'promote', { seen: { uid: 'u' } }),
    ).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { message: 'it changed since you looked' } },
    });
  });
});
