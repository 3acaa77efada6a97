import { BreakGlassClient } from './BreakGlassClient';

function setup(status: number, answer: unknown) {
  const fetch = jest.fn(
    async (_input: RequestInfo | URL, _init?: RequestInit) =>
      new Response(JSON.stringify(answer), {
        status,
        headers: { 'content-type': 'application/json' },
      }),
  );
  const client = new BreakGlassClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: { fetch },
  });
  return { client, fetch };
}

const REQUEST = {
  entityRef: 'component:default/order-service',
  reason: 'Errors of 40 %',
  minutes: 30,
};

describe('BreakGlassClient', () => {
  it('opens', async () => {
    const { client, fetch } = setup(201, { id: 'grant-1' });
    await expect(client.open(REQUEST)).resolves.toEqual({ id: 'grant-1' });
    expect(fetch).toHaveBeenCalledWith(
      'http://portal/api/break-glass/v1/grants',
      expect.objectContaining({
        method: 'POST',
        body: JSON.stringify(REQUEST),
      }),
    );
  });

  it('ends', async () => {
    const { client, fetch } = setup(200, { id: 'a/b' });
    await client.end('a/b');
    expect(fetch).toHaveBeenCalledWith(
      'http://portal/api/break-glass/v1/grants/a%2Fb',
      expect.objectContaining({ method: 'DELETE' }),
    );
  });

  it('throws the server’s error', async () => {
    const { client } = setup(409, {
      error: { name: 'ConflictError', message: 'open already' },
      response: { statusCode: 409 },
    });
    await expect(client.open(REQUEST)).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { message: 'open already' } },
    });
  });
});
