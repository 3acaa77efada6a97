import { createStore } from '../store';
import { clock, TestServer } from './__testUtils__/server';
import { ServiceRequest } from './types';

const PROXY = '/api/v1/namespaces/shop/services';

describe('requests to services through the API server', () => {
  let api: TestServer;
  let asked: ServiceRequest[];
  beforeEach(async () => {
    asked = [];
    api = await TestServer.start({
      store: createStore(undefined, clock),
      services: {
        answer(request) {
          asked.push(request);
          return request.path === '/nothing'
            ? undefined
            : { status: 418, contentType: 'text/plain', text: 'short' };
        },
      },
    });
    api.put('services', {
      metadata: { name: 'web', namespace: 'shop' },
      spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80 }] },
    });
  });
  afterEach(async () => {
    await api.close();
  });

  const pod = (name: string, ready: string, labels: object = { app: 'web' }) =>
    api.put('pods', {
      metadata: { name, namespace: 'shop', labels },
      spec: { containers: [{ name: 'web' }] },
      status: { conditions: [{ type: 'Ready', status: ready }] },
    });

  it.each(['web', 'web:80', 'web:http', 'http:web:80', 'http:web:http'])(
    'answers what %s answers',
    async id => {
      pod('web-1', 'True');
      pod('web-2', 'False');
      pod('other', 'True', { app: 'other' });
      const { status, text, headers } = await api.send(
        `${PROXY}/${id}/proxy/a%2Fb/c/?d=e`,
      );
      expect([status, text, headers.get('content-type')]).toEqual([
        418,
        'short',
        'text/plain',
      ]);
      expect(asked).toHaveLength(1);
      expect(asked[0]).toMatchObject({ port: 80, method: 'GET' });
      expect(asked[0].path).toBe('/a%2Fb/c/');
      expect(asked[0].query.get('d')).toBe('e');
      expect(asked[0].pods.map(({ metadata }) => metadata.name)).toEqual([
        'web-1',
      ]);
    },
  );

  it('passes on what is sent', async () => {
    pod('web-1', 'True');
    await api.send(`${PROXY}/http:web:80/proxy/stop`, {
      method: 'POST',
      body: 'a=b',
      type: 'application/x-www-form-urlencoded',
    });
    expect(asked[0]).toMatchObject({ method: 'POST', body: 'a=b' });
  });

  it.each([
    [
      'no pod is ready',
      'http:web:80/proxy/',
      503,
      'no endpoints available for service "http:web:80"',
    ],
    [
      'no such port',
      'http:web:81/proxy/',
      503,
      'no endpoints available for service "http:web:81"',
    ],
    ['no such service', 'none/proxy/', 404, 'services "none" not found'],
    ['not a name', 'a:b:c:d/proxy/', 400, 'invalid service request "a:b:c:d"'],
  ])('says why not: %s', async (_, path, status, message) => {
    const answer = await api.send(`${PROXY}/${path}`);
    expect([answer.status, answer.json.message]).toEqual([status, message]);
    expect(asked).toEqual([]);
  });

  it('says when nothing listens', async () => {
    pod('web-1', 'True');
    const answer = await api.send(`${PROXY}/web/proxy/nothing`);
    expect([answer.status, answer.json.reason]).toEqual([
      503,
      'ServiceUnavailable',
    ]);
  });

  it('takes the right to services/proxy', async () => {
    pod('web-1', 'True');
    const answer = await api.send(`${PROXY}/web/proxy/x/y`, { token: 'jane' });
    expect(answer.status).toBe(403);
    expect(answer.json.message).toContain(
      'cannot get resource "services/proxy"',
    );
    expect(asked).toEqual([]);
  });
});
