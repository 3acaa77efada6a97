import { mockServices } from '@backstage/backend-test-utils';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { HttpApprovalsService } from './HttpApprovalsService';

describe('HttpApprovalsService', () => {
  let server: Server;
  let status = 200;
  let body: unknown = {};
  let seen: Array<{ method?: string; url?: string; authorization?: string }>;
  let service: HttpApprovalsService;

  beforeEach(async () => {
    seen = [];
    server = createServer(({ method, url, headers }, res) => {
      seen.push({ method, url, authorization: headers.authorization });
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    service = HttpApprovalsService.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${port}/api/approvals`,
      }),
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const answer = (code: number, name?: string, message = 'No.') => {
    status = code;
    body = name
      ? { error: { name, message }, response: { statusCode: code } }
      : { id: 'a b' };
  };
  const use = () =>
    service.use('a b', {
      asked: {
        plugin: 'x',
        action: 'y',
        entityRef: 'component:default/z',
        args: {},
        words: 'w',
      },
      requester: 'user:default/olga',
    });

  it('speaks as the calling plugin', async () => {
    answer(200);
    expect(await use()).toEqual({ id: 'a b' });
    expect(seen).toEqual([
      {
        method: 'POST',
        url: '/api/approvals/v1/approvals/a%20b/use',
        authorization: expect.stringContaining('plugin:test'),
      },
    ]);
  });

  it.each([
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [400, 'InputError'],
  ])('%i: in the words of the backend', async (code, name) => {
    answer(code, name, 'It was used already.');
    await expect(use()).rejects.toMatchObject({
      name,
      message: 'It was used already.',
    });
  });

  it.each([
    [500, 'InternalError'],
    [503, 'ServiceUnavailableError'],
    [401, 'AuthenticationError'],
  ])('%i: nothing is known, so nothing is done', async (code, name) => {
    answer(code, name, 'at db.internal:5432');
    await expect(use()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/^Approvals cannot be read or written/),
    });
  });

  it('says that it cannot be reached', async () => {
    await new Promise(resolve => {
      server.close(resolve);
    });
    await expect(use()).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
  });
});
