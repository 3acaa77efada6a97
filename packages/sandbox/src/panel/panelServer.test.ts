import { request as httpRequest } from 'node:http';
import { ReleaseRefused, DemoView } from '../demo';
import { LoopbackServer } from '../platform/loopbackServer';
import { createPanelServer, PanelActions } from './panelServer';

const view: DemoView = {
  running: true,
  clusters: [],
  started: [],
  outlooks: {},
};

describe('the panel', () => {
  let actions: jest.Mocked<PanelActions>;
  let server: LoopbackServer;
  let url: string;

  beforeEach(async () => {
    actions = {
      demo: jest.fn(() => view),
      release: jest.fn(request => ({
        ...request,
        tag: '0.2.0',
        by: 'user' as const,
        at: '2026-01-01T00:00:00.000Z',
      })),
      time: jest.fn(() => ({ now: '2026-01-01T00:00:00.000Z', speed: 1 })),
      setSpeed: jest.fn(),
    };
    server = createPanelServer(actions, 'secret');
    ({ url } = await server.listen(0));
  });
  afterEach(() => server.close());

  async function call(
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization: 'Bearer secret' },
  ) {
    const response = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, body: await response.json() };
  }

  const request = {
    cluster: 'gke-prod',
    namespace: 'ecommerce',
    service: 'order-service',
    quality: 'errors',
  };

  it('reports the demo scenario with time and speed', async () => {
    expect(await call('/demo')).toEqual({
      status: 200,
      body: { ...view, now: '2026-01-01T00:00:00.000Z', speed: 1 },
    });
  });

  it('starts a release', async () => {
    expect(await call('/releases', request)).toMatchObject({
      status: 201,
      body: { ...request, tag: '0.2.0', by: 'user' },
    });
    expect(actions.release).toHaveBeenCalledWith(request);
  });

  it('sets the speed', async () => {
    expect((await call('/speed', { speed: 5 })).status).toBe(200);
    expect(actions.setSpeed).toHaveBeenCalledWith(5);
  });

  it.each([
    ['not-found', 404],
    ['under-way', 409],
  ] as const)('says why a release is refused: %s', async (reason, status) => {
    actions.release.mockImplementation(() => {
      throw new ReleaseRefused(reason, 'because');
    });
    expect(await call('/releases', request)).toEqual({
      status,
      body: { error: { message: 'because' } },
    });
  });

  it.each<[string, string, unknown, number, string]>([
    ['no JSON', '/releases', '{', 400, 'no JSON'],
    ['no object', '/releases', '[]', 400, 'object'],
    ['a missing field', '/releases', { quality: 'good' }, 400, 'cluster'],
    [
      'an unknown quality',
      '/releases',
      { ...request, quality: 'x' },
      400,
      'slow',
    ],
    [
      'a field of another type',
      '/releases',
      { ...request, service: 1 },
      400,
      'service',
    ],
    ['a huge body', '/releases', ' '.repeat(20_000), 413, '16384'],
    ['a speed of nothing', '/speed', { speed: 0 }, 400, 'speed'],
    ['a speed as text', '/speed', { speed: '2' }, 400, 'speed'],
    ['an unknown path', '/chaos', {}, 404, 'POST /chaos'],
  ])('refuses %s', async (_, path, body, status, words) => {
    const result = await call(path, body);
    expect(result.status).toBe(status);
    expect(result.body.error.message).toContain(words);
    expect(actions.release).not.toHaveBeenCalled();
    expect(actions.setSpeed).not.toHaveBeenCalled();
  });

  it('answers callers with the token only', async () => {
    expect((await call('/demo', undefined, {})).status).toBe(401);
    expect(
      (await call('/demo', undefined, { authorization: 'Bearer other' }))
        .status,
    ).toBe(401);
    expect(actions.demo).not.toHaveBeenCalled();
  });

  it.each([
    { origin: 'http://localhost:7007' },
    { host: 'sandbox.example.test' },
  ])('is not for browsers: %p', async headers => {
    const status = await new Promise(resolve => {
      httpRequest(
        `${url}/demo`,
        { headers: { authorization: 'Bearer secret', ...headers } },
        response => {
          response.resume();
          resolve(response.statusCode);
        },
      ).end();
    });
    expect(status).toBe(403);
  });
});
