import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { ConfigReader } from '@backstage/config';
import { readPrometheusSettings } from './config';
import { PrometheusGoldenMetrics } from './PrometheusGoldenMetrics';

const target = {
  cluster: 'gke-1',
  namespace: 'ecommerce',
  podTemplateHash: '7d4b9c',
};
const AT = 1_750_000_000.5;
const at = '2025-06-15T15:06:40.500Z';

type Answer = (url: URL) => { status?: number; body: unknown };

/** Answers each golden query by what it begins with; `undefined` is an empty vector. */
function vectors(values: {
  success?: string;
  requests?: string;
  latency?: string;
}): Answer {
  return url => {
    const query = url.searchParams.get('query') ?? '';
    const [, value] = [
      ['request_total', values.requests] as const,
      ['histogram_quantile', values.latency] as const,
      ['', values.success] as const,
    ].find(([part]) => query.includes(part)) ?? [''];
    return {
      body: {
        status: 'success',
        data: {
          resultType: 'vector',
          result:
            value === undefined ? [] : [{ metric: {}, value: [AT, value] }],
        },
      },
    };
  };
}

describe('PrometheusGoldenMetrics', () => {
  let server: Server;
  let url: string;
  let answer: Answer;
  let requests: IncomingMessage[];
  let metrics: PrometheusGoldenMetrics;

  beforeEach(async () => {
    requests = [];
    server = createServer(
      (request: IncomingMessage, response: ServerResponse) => {
        requests.push(request);
        const { status = 200, body } = answer(
          new URL(request.url ?? '/', 'http://fake'),
        );
        response.writeHead(status, {
          'content-type': 'application/json',
          location: 'http://127.0.0.1:1/',
        });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      },
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    metrics = create({ url: `${url}/prefix/`, headers: { 'x-scope': 'shop' } });
  });

  afterEach(async () => {
    await metrics.close();
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  function create(prometheus: {
    url: string;
    headers?: Record<string, string>;
    deadlineSeconds?: number;
  }) {
    return PrometheusGoldenMetrics.create(
      readPrometheusSettings(
        new ConfigReader({
          slipway: { clusters: { 'gke-1': { prometheus }, other: {} } },
        }),
      ),
    );
  }

  it('measures all golden metrics, with the time of the sample', async () => {
    answer = vectors({ success: '0.9875', requests: '12.5', latency: '45.2' });
    await expect(metrics.now(target)).resolves.toEqual({
      successRate: { state: 'measured', value: 0.9875, at, over: '1m' },
      requestRate: { state: 'measured', value: 12.5, at, over: '1m' },
      latencyP50: { state: 'measured', value: 45.2, at, over: '1m' },
      latencyP95: { state: 'measured', value: 45.2, at, over: '1m' },
      latencyP99: { state: 'measured', value: 45.2, at, over: '1m' },
    });
    expect(requests[0].url).toContain('/prefix/api/v1/query?');
    expect(requests[0].headers['x-scope']).toBe('shop');
  });

  it('says no traffic only when the request counter stands still', async () => {
    answer = vectors({ success: 'NaN', requests: '0', latency: 'NaN' });
    await expect(metrics.now(target)).resolves.toMatchObject({
      requestRate: { state: 'measured', value: 0, at, over: '1m' },
      successRate: { state: 'no-traffic', at, over: '1m' },
      latencyP99: { state: 'no-traffic', at, over: '1m' },
    });
  });

  it('says unknown when there is no such series', async () => {
    answer = vectors({});
    const unknown = { state: 'unknown', reason: 'There is no such series' };
    await expect(metrics.now(target)).resolves.toMatchObject({
      requestRate: unknown,
      successRate: unknown,
      latencyP50: unknown,
    });
  });

  it('says unknown for NaN without a request counter', async () => {
    answer = vectors({ success: 'NaN' });
    await expect(metrics.now(target)).resolves.toMatchObject({
      successRate: {
        state: 'unknown',
        reason: 'There are too few samples yet',
      },
    });
  });

  it.each<[string, Answer, string]>([
    [
      'an error status',
      () => ({ status: 503, body: 'secret page' }),
      'it answered 503',
    ],
    ['a redirect', () => ({ status: 302, body: '' }), 'it answered 302'],
    [
      'a page of another program',
      () => ({ body: '<html>' }),
      "the answer is not of Prometheus' HTTP API",
    ],
    [
      'another JSON',
      () => ({ body: { status: 'success', data: {} } }),
      "the answer is not of Prometheus' HTTP API",
    ],
  ])('says unknown, with the reason, for %s', async (_, given, reason) => {
    answer = given;
    await expect(metrics.now(target)).resolves.toMatchObject({
      successRate: {
        state: 'unknown',
        reason: `Prometheus of cluster gke-1 cannot be asked: ${reason}`,
      },
    });
    const now = new Date();
    await expect(
      metrics.range(target, ['successRate'], {
        start: new Date(now.getTime() - 60_000),
        end: now,
        stepSeconds: 5,
      }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('says unknown when nothing listens, and for a cluster without Prometheus', async () => {
    const dead = create({ url: 'http://127.0.0.1:1' });
    await expect(dead.now(target)).resolves.toMatchObject({
      requestRate: {
        reason:
          'Prometheus of cluster gke-1 cannot be asked: the connection is refused',
      },
    });
    await expect(
      metrics.now({ ...target, cluster: 'other' }),
    ).resolves.toMatchObject({
      requestRate: {
        reason: 'No Prometheus is configured for cluster other',
      },
    });
    expect([metrics.has('gke-1'), metrics.has('other')]).toEqual([true, false]);
    await dead.close();
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['never answers', () => {}],
    [
      'begins an answer and never ends it',
      response => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{"status":');
      },
    ],
  ])('gives up on one that %s, in time', async (_, respond) => {
    const slow = createServer((__, response) => respond(response));
    await new Promise<void>(resolve => {
      slow.listen(0, '127.0.0.1', resolve);
    });
    const { port } = slow.address() as AddressInfo;
    const late = create({
      url: `http://127.0.0.1:${port}`,
      deadlineSeconds: 1,
    });
    const started = Date.now();
    // More questions than there are connections: those that wait have the same deadline.
    const answers = await Promise.all(
      Array.from({ length: 4 }, (__, index) =>
        late.now({ ...target, podTemplateHash: `hash-${index}` }),
      ),
    );
    expect(Date.now() - started).toBeLessThan(3_000);
    for (const readings of answers) {
      expect(readings.latencyP95).toEqual({
        state: 'unknown',
        reason:
          'Prometheus of cluster gke-1 cannot be asked: it does not answer in time',
      });
    }
    await late.close();
    slow.closeAllConnections();
    slow.close();
  });

  it('asks equal questions once while they are under way', async () => {
    answer = vectors({ success: '1', requests: '1', latency: '1' });
    await Promise.all([1, 2, 3].map(() => metrics.now(target)));
    expect(requests).toHaveLength(5);
    await metrics.now(target);
    expect(requests).toHaveLength(10);
  });

  it('names who calls a workload, busiest first', async () => {
    const series = (deployment: string, value: string) => ({
      metric: { namespace: 'ecommerce', deployment },
      value: [AT, value],
    });
    answer = () => ({
      body: {
        status: 'success',
        data: {
          resultType: 'vector',
          result: [
            series('quiet', '0'),
            series('gateway', '12.5'),
            { metric: {}, value: [AT, '3'] },
          ],
        },
      },
    });
    await expect(
      metrics.callers({
        cluster: target.cluster,
        namespace: 'ecommerce',
        deployment: 'orders"}',
      }),
    ).resolves.toMatchObject([
      { deployment: 'gateway', requestRate: 12.5 },
      { deployment: 'quiet', requestRate: 0 },
    ]);
    const asked = new URL(requests[0].url ?? '', 'http://fake').searchParams;
    expect(asked.get('query')).toContain('dst_deployment="orders\\"}"');
    await expect(
      metrics.callers({ cluster: 'x', namespace: 'y', deployment: 'z' }),
    ).rejects.toThrow('No Prometheus is configured');
  });

  it('gives ranges, with null where there was no traffic', async () => {
    answer = () => ({
      body: {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: {},
              values: [
                [100, '1'],
                [105, 'NaN'],
                [115, '0.5'],
              ],
            },
          ],
        },
      },
    });
    await expect(
      metrics.range(target, ['successRate', 'latencyP95'], {
        start: new Date(100_000),
        end: new Date(115_000),
        stepSeconds: 5,
        window: '15s',
      }),
    ).resolves.toEqual([
      {
        metric: 'successRate',
        unit: 'ratio',
        stepSeconds: 5,
        over: '15s',
        points: [
          [100, 1],
          [105, null],
          [115, 0.5],
        ],
      },
      expect.objectContaining({ metric: 'latencyP95', unit: 'ms' }),
    ]);
    const asked = new URL(requests[0].url ?? '', 'http://fake').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      start: '100.000',
      end: '115.000',
      step: '5',
    });
    expect(asked.get('query')).toContain('[15s]');
  });

  it.each([
    [0, 60, 5, undefined, 'end must be after start'],
    [3600, 0, 1, undefined, 'more than 1000 points'],
    [60, 0, 0.5, undefined, 'whole number of seconds'],
    [60, 0, 5, '1m]', 'window must be'],
  ])(
    'refuses a range from %ds to %ds ago in steps of %ds, window %s',
    async (from, to, stepSeconds, window, message) => {
      const now = Date.now();
      await expect(
        metrics.range(target, ['successRate'], {
          start: new Date(now - from * 1000),
          end: new Date(now - to * 1000),
          stepSeconds,
          window,
        }),
      ).rejects.toThrow(message);
      expect(requests).toHaveLength(0);
    },
  );
});

describe('readPrometheusSettings', () => {
  it.each([
    [{ url: 'nonsense' }, 'slipway.clusters.gke-1.prometheus.url is not a URL'],
    [
      { url: 'ftp://prometheus' },
      'slipway.clusters.gke-1.prometheus.url must be an http or https URL',
    ],
    [
      { url: 'http://user:pass@prometheus' },
      'slipway.clusters.gke-1.prometheus.url must have no user name',
    ],
    [
      { url: 'http://169.254.169.254/' },
      'slipway.clusters.gke-1.prometheus.url points at a link-local or metadata address',
    ],
    [{}, 'Invalid configuration at slipway.clusters.gke-1.prometheus.url'],
    [
      { url: 'http://p', window: '1d' },
      'Invalid configuration at slipway.clusters.gke-1.prometheus.window: must be such as',
    ],
    [
      { url: 'http://p', header: {} },
      'Invalid configuration at slipway.clusters.gke-1.prometheus: Unrecognized key',
    ],
  ])('%j is an error that names the key', (prometheus, message) => {
    const config = new ConfigReader({
      slipway: { clusters: { 'gke-1': { prometheus } } },
    });
    expect(() => readPrometheusSettings(config)).toThrow(message);
  });
});
