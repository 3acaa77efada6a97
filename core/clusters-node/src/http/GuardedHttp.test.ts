import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { GuardedHttp } from './GuardedHttp';

describe('GuardedHttp', () => {
  let server: Server;
  let url: string;
  const asked: Array<{ url?: string; headers: object; body: string }> = [];

  beforeAll(async () => {
    server = createServer((req, res) => {
      let body = '';
      req.on('data', chunk => {
        body += chunk;
      });
      req.on('end', () => {
        asked.push({ url: req.url, headers: req.headers, body });
        if (req.url?.endsWith('/slow')) return;
        if (req.url?.endsWith('/moved')) {
          res.writeHead(302, { location: 'http://169.254.169.254/' });
          res.end();
          return;
        }
        if (req.url?.endsWith('/long')) {
          res.end('x'.repeat(2_000));
          return;
        }
        res.writeHead(503);
        res.end('{"status":"DOWN"}');
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const http = new GuardedHttp({ maxAnswerBytes: 1_000 });
  afterAll(() => http.close());
  const send = (path: string, more: object = {}, base = url) =>
    http.send('Eureka of gke', base, { path, ...more });

  it('gives the answer, whatever it says', async () => {
    await expect(
      send('/health', { headers: { authorization: 'Basic s3cret' } }),
    ).resolves.toEqual({ status: 503, text: '{"status":"DOWN"}' });
    expect(asked.at(-1)).toMatchObject({
      url: '/base/health',
      headers: { authorization: 'Basic s3cret', accept: 'application/json' },
    });
  });

  it('sends JSON', async () => {
    await send('/_search', { method: 'POST', body: { size: 1 } });
    expect(asked.at(-1)).toMatchObject({
      body: '{"size":1}',
      headers: { 'content-type': 'application/json' },
    });
  });

  it.each<[string, string, object, string | undefined, string]>([
    ['redirects', '/moved', {}, undefined, 'redirects are not followed'],
    [
      'an answer that does not come',
      '/slow',
      { deadlineMs: 100 },
      undefined,
      'does not answer in time',
    ],
    ['an answer that is too long', '/long', {}, undefined, 'cannot be asked'],
    [
      'a metadata address',
      '/',
      {},
      'http://169.254.169.254/',
      'link-local or metadata address',
    ],
    ['nobody there', '/', {}, 'http://127.0.0.1:1/', 'connection is refused'],
  ])('refuses %s, and names no address', async (_, path, more, base, words) => {
    const failure = await send(
      path,
      { headers: { authorization: 'Basic s3cret' }, ...more },
      base,
    ).catch((error: Error) => error);
    expect(failure).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining(words),
    });
    expect(String(failure)).toContain('Eureka of gke');
    expect(String(failure)).not.toMatch(/s3cret|127\.0\.0\.1|169\.254/);
  });
});
