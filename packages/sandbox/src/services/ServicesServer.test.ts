import { request } from 'node:http';
import { Met } from './meet';
import { createServicesServer } from './ServicesServer';

const arrived: string[] = [];
let met: Met = { outcome: 'answered', milliseconds: 5, pod: 'order-1' };

const server = createServicesServer([
  {
    name: 'aks-dev',
    arrive(namespace, service) {
      if (namespace !== 'ecommerce') return undefined;
      arrived.push(`${namespace}/${service}`);
      return met;
    },
    registered: () => [
      {
        app: 'order-service',
        pod: 'order-1',
        ip: '10.0.0.1',
        port: 8300,
        status: 'UP',
        registeredAt: 0,
        renewedAt: 0,
      },
    ],
  },
]);
let url = '';

beforeAll(async () => {
  ({ url } = await server.listen(0));
});
afterAll(() => server.close());
beforeEach(() => {
  arrived.length = 0;
  met = { outcome: 'answered', milliseconds: 5, pod: 'order-1' };
});

function ask(
  path: string,
  options: { method?: string; headers?: object; body?: string } = {},
): Promise<{ status?: number; pod?: unknown; body: unknown }> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const asked = request(
      `${url}${path}`,
      { method, headers: { ...headers } },
      response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            pod: response.headers['x-answered-by'],
            body: JSON.parse(Buffer.concat(chunks).toString()),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const orders = '/aks-dev/ecommerce/order-service/order-service/api/orders';

describe('ServicesServer', () => {
  it('answers as the service does, and says which pod it was', async () => {
    expect(await ask(`${orders}/2`)).toEqual({
      status: 200,
      pod: 'order-1',
      body: { orderId: 2 },
    });
    expect(arrived).toEqual(['ecommerce/order-service']);
  });

  it('takes a body', async () => {
    expect(
      await ask('/aks-dev/ecommerce/order-service/order-service/api/carts', {
        method: 'POST',
        body: '{"userId":1}',
      }),
    ).toMatchObject({ status: 200, body: { cartId: 5, userId: 1 } });
  });

  it('fails with the error of Spring Boot', async () => {
    met = { outcome: 'failed', milliseconds: 0, pod: 'order-2' };
    expect(await ask(orders)).toEqual({
      status: 500,
      pod: 'order-2',
      body: {
        status: 500,
        error: 'Internal Server Error',
        path: '/order-service/api/orders',
      },
    });
  });

  it('gives no answer where none comes', async () => {
    met = { outcome: 'lost', milliseconds: 0 };
    await expect(ask(orders)).rejects.toThrow(/socket hang up|ECONNRESET/);
  });

  it.each([
    '/aks-dev/ecommerce/nobody/api',
    '/aks-dev/elsewhere/order-service/order-service/api/orders',
    '/nowhere/ecommerce/order-service/order-service/api/orders',
    '/',
  ])('says how addresses are made for %s', async path => {
    expect(await ask(path)).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('/<cluster>/<namespace>') },
    });
    expect(arrived).toEqual([]);
  });

  it('does not answer pages in a browser', async () => {
    for (const headers of [
      { origin: 'http://example.org' },
      { host: 'example.org' },
    ]) {
      expect(await ask(orders, { headers })).toMatchObject({ status: 403 });
    }
    expect(arrived).toEqual([]);
  });

  it('has the Eureka server at service-discovery, down when that is', async () => {
    const path = '/aks-dev/ecommerce/service-discovery/eureka/apps';
    const headers = { accept: 'application/json' };
    const { status, body } = await ask(path, { headers });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      applications: { application: { name: 'ORDER-SERVICE' } },
    });
    met = { outcome: 'failed', milliseconds: 1, pod: 'discovery-1' };
    expect((await ask(path, { headers })).status).toBe(500);
  });

  it('has health groups, which no failing release breaks, and 503 with a body where a pod is out', async () => {
    const path =
      '/aks-dev/ecommerce/order-service/order-service/actuator/health';
    met = { outcome: 'failed', milliseconds: 1, pod: 'a', failureShare: 0.9 };
    expect(await ask(`${path}/readiness`)).toMatchObject({
      status: 503,
      body: { status: 'OUT_OF_SERVICE' },
    });
    expect(await ask(`${path}/liveness`)).toMatchObject({
      status: 200,
      body: { status: 'UP' },
    });
    expect((await ask(`${path}/db`)).status).not.toBe(200);
  });
});
