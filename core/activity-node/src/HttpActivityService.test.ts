import { mockServices } from '@backstage/backend-test-utils';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { HttpActivityService } from './HttpActivityService';
import { recordUnavailableReason } from './RecordUnavailableError';

const ACTIVITY = {
  plugin: 'rollouts',
  type: 'promote',
  actor: 'user:default/olga',
  target: {
    cluster: 'gke-prod',
    namespace: 'ecommerce',
    kind: 'Rollout',
    name: 'order-service',
  },
  summary: 'Promote order-service',
};

describe('HttpActivityService', () => {
  let server: Server;
  let status: number;
  let answer: unknown;
  let seen: Array<{ method?: string; url?: string; authorization?: string }>;
  let service: HttpActivityService;

  beforeEach(async () => {
    status = 200;
    answer = { id: '1' };
    seen = [];
    server = createServer((req, res) => {
      const { method, url, headers } = req;
      seen.push({ method, url, authorization: headers.authorization });
      req.resume().on('end', () => {
        res.writeHead(status, { 'content-type': 'application/json' });
        res.end(status === 204 ? undefined : JSON.stringify(answer));
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    service = HttpActivityService.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${port}/api/activity`,
      }),
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('writes as the calling plugin', async () => {
    expect(await service.begin(ACTIVITY)).toEqual({ id: '1' });
    status = 204;
    await service.finish('a/b', { outcome: 'succeeded' });
    expect(seen).toEqual([
      expect.objectContaining({
        method: 'POST',
        url: '/api/activity/v1/user',
        authorization: expect.stringContaining('plugin:test'),
      }),
      expect.objectContaining({ url: '/api/activity/v1/user/a%2Fb/finish' }),
    ]);
  });

  it('asks for what is given only', async () => {
    await service.list({ cluster: 'gke-prod', actor: undefined, limit: 5 });
    expect(seen[0].url).toBe(
      '/api/activity/v1/entries?cluster=gke-prod&limit=5',
    );
  });

  it.each<[number, string]>([
    [500, 'ServiceUnavailableError'],
    [503, 'ServiceUnavailableError'],
    [404, 'ServiceUnavailableError'],
    [403, 'ResponseError'],
  ])('turns %d on begin into %s', async (code, name) => {
    status = code;
    await expect(service.begin(ACTIVITY)).rejects.toMatchObject({ name });
  });

  it('passes on why the record cannot be kept, and only words that are written for users', async () => {
    status = 503;
    const says = (name: string, message: string) => {
      answer = { error: { name, message }, response: { statusCode: 503 } };
      return service.begin(ACTIVITY).catch(error => error);
    };
    const full = await says('ServiceUnavailableError', 'The disk is full.');
    expect(full).toMatchObject({
      name: 'ServiceUnavailableError',
      message:
        'The activity record cannot be kept right now. The disk is full.',
    });
    expect(recordUnavailableReason(full)).toBe(' The disk is full.');

    const other = await says('SqliteError', 'insert into hunter2');
    expect(JSON.stringify({ ...other, m: other.message })).not.toContain(
      'hunter2',
    );
    expect(recordUnavailableReason(other)).toBe('');
    // For the log.
    expect(String(other)).toContain('ResponseError');
  });

  it('says that there is no such entry', async () => {
    status = 404;
    await expect(
      service.finish('nothing', { outcome: 'failed' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('says that the record cannot be reached', async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
    await expect(service.begin(ACTIVITY)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
  });
});
