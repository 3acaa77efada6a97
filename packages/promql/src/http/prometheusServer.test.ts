import { createEngine } from '../engine';
import { seriesOf, sourceOf } from '../engine/testing';
import { createPrometheusServer, PrometheusServer } from './prometheusServer';

const source = sourceOf(
  seriesOf({ __name__: 'up', job: 'a' }, [1, 2, 3]),
  seriesOf({ __name__: 'up', job: 'b' }, [1e-7, 1e-7, 1e-7]),
  seriesOf({ __name__: 'down', zone: 'x' }, [Infinity, -Infinity, NaN]),
);

describe('createPrometheusServer', () => {
  let server: PrometheusServer;
  let url: string;

  beforeAll(async () => {
    server = createPrometheusServer({
      engine: createEngine(source),
      store: source,
      clock: { now: () => new Date(20_500) },
    });
    ({ url } = await server.listen(0));
  });

  afterAll(() => server.close());

  const get = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  const form = (parameters: Record<string, string>): RequestInit => ({
    method: 'POST',
    body: new URLSearchParams(parameters),
  });

  it('answers instant queries, now if no time is named', async () => {
    await expect(get('/api/v1/query?query=up')).resolves.toEqual({
      status: 200,
      body: {
        status: 'success',
        data: {
          resultType: 'vector',
          result: [
            {
              metric: { __name__: 'up', job: 'a' },
              value: [20.5, '3'],
            },
            {
              metric: { __name__: 'up', job: 'b' },
              value: [20.5, '1e-07'],
            },
          ],
        },
      },
    });
  });

  it('answers scalars and strings', async () => {
    const { body: scalar } = await get('/api/v1/query?query=1e21&time=5');
    expect(scalar.data).toEqual({ resultType: 'scalar', result: [5, '1e+21'] });
    const { body: text } = await get('/api/v1/query?query="a"&time=5');
    expect(text.data).toEqual({ resultType: 'string', result: [5, 'a'] });
  });

  it('answers range queries by GET and POST', async () => {
    const parameters = { query: 'down', start: '0', end: '20', step: '10s' };
    const data = {
      resultType: 'matrix',
      result: [
        {
          metric: { __name__: 'down', zone: 'x' },
          values: [
            [0, '+Inf'],
            [10, '-Inf'],
            [20, 'NaN'],
          ],
        },
      ],
    };
    const search = new URLSearchParams(parameters);
    const got = await get(`/api/v1/query_range?${search}`);
    expect(got.body.data).toEqual(data);
    const posted = await get('/api/v1/query_range', form(parameters));
    expect(posted.body.data).toEqual(data);
  });

  it('lists series, labels and values', async () => {
    const { body: series } = await get('/api/v1/series?match[]=down');
    expect(series.data).toEqual([{ __name__: 'down', zone: 'x' }]);
    const { body: labels } = await get('/api/v1/labels');
    expect(labels.data).toEqual(['__name__', 'job', 'zone']);
    const { body: some } = await get('/api/v1/labels?match[]=up');
    expect(some.data).toEqual(['__name__', 'job']);
    const { body: values } = await get('/api/v1/label/job/values');
    expect(values.data).toEqual(['a', 'b']);
  });

  it('is ready', async () => {
    const response = await fetch(`${url}/-/ready`);
    expect(response.status).toBe(200);
    const { body } = await get('/api/v1/status/buildinfo');
    expect(body.data.revision).toBe('slipway-sandbox');
  });

  it.each([
    ['/api/v1/query?query=sum(', 400, 'bad_data', 'invalid parameter "query"'],
    ['/api/v1/query?query=topk(1,up)', 400, 'bad_data', 'topk'],
    ['/api/v1/query?query=up&time=soon', 400, 'bad_data', '"time"'],
    ['/api/v1/query?query=up*on()up', 422, 'execution', 'duplicate series'],
    ['/api/v1/query_range?query=up', 400, 'bad_data', '"start"'],
    [
      '/api/v1/query_range?query=up&start=2&end=1&step=1',
      400,
      'bad_data',
      'must not be before start',
    ],
    [
      '/api/v1/query_range?query=up&start=0&end=1&step=x',
      400,
      'bad_data',
      '"step"',
    ],
    [
      '/api/v1/query_range?query=up&start=0&end=20000&step=1',
      400,
      'bad_data',
      '11,000 points',
    ],
    ['/api/v1/series', 400, 'bad_data', 'no match[]'],
    ['/api/v1/label/1x/values', 400, 'bad_data', 'invalid label name'],
    ['/api/v1/label/%E0%A4%A/values', 400, 'bad_data', 'cannot be read'],
    ['/api/v1/targets', 501, 'not_implemented', '/api/v1/targets'],
    ['/api/v1/query?query=up&timeout=x', 400, 'bad_data', '"timeout"'],
    ['/api/v1/series?match[]={}', 400, 'bad_data', '"match[]"'],
  ])('refuses %s', async (path, status, errorType, message) => {
    await expect(get(path)).resolves.toEqual({
      status,
      body: {
        status: 'error',
        errorType,
        error: expect.stringContaining(message),
      },
    });
  });

  it('refuses other methods, browsers and large bodies', async () => {
    const path = '/api/v1/query?query=up';
    const deletion = await fetch(`${url}${path}`, { method: 'DELETE' });
    expect(deletion.status).toBe(405);
    expect(deletion.headers.get('allow')).toBe('GET, OPTIONS, POST');
    const unknown = await fetch(`${url}/api/v2/query`);
    expect([unknown.status, await unknown.text()]).toEqual([
      404,
      '404 page not found\n',
    ]);
    expect(
      (await get(path, { headers: { origin: 'http://evil.example' } })).status,
    ).toBe(403);
    const large = form({ query: 'x'.repeat(1024 * 1024 + 1) });
    expect((await get('/api/v1/query', large)).status).toBe(413);
    expect((await get(path)).status).toBe(200);
  });
});
