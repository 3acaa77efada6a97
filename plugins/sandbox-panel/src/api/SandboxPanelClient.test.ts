import { mockApis } from '@backstage/frontend-test-utils';
import { demo } from '../__testUtils__/fixtures';
import { refusal } from '../__testUtils__/responses';
import { SandboxPanelClient } from './SandboxPanelClient';

const REQUEST = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  service: 'order-service',
  quality: 'good',
} as const;

function setUp(answer: Response) {
  const fetch = jest.fn(async (_url: string, _init?: RequestInit) => answer);
  const client = new SandboxPanelClient({
    discoveryApi: mockApis.discovery({ baseUrl: 'http://portal.test' }),
    fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
  });
  return { fetch, client };
}

it('reads the demo scenario', async () => {
  const { fetch, client } = setUp(Response.json(demo()));
  expect(await client.demo()).toEqual(demo());
  expect(fetch).toHaveBeenCalledWith(
    'http://portal.test/api/sandbox-panel/v1/demo',
    { signal: expect.any(AbortSignal) },
  );
});

it.each([
  [
    'releases',
    (client: SandboxPanelClient) => client.release(REQUEST),
    REQUEST,
  ],
  ['speed', (client: SandboxPanelClient) => client.setSpeed(5), { speed: 5 }],
])('posts to %s', async (path, act, body) => {
  const { fetch, client } = setUp(Response.json({ done: true }));
  expect(await act(client)).toEqual({ done: true });
  const [url, init] = fetch.mock.calls[0];
  expect(url).toBe(`http://portal.test/api/sandbox-panel/v1/${path}`);
  expect(init?.method).toBe('POST');
  expect(JSON.parse(String(init?.body))).toEqual(body);
});

it('rejects with what the server said', async () => {
  const { client } = setUp(refusal(403, 'Only owners.'));
  await expect(client.release(REQUEST)).rejects.toMatchObject({
    statusCode: 403,
    body: { error: { message: 'Only owners.' } },
  });
});
