import { mockServices } from '@backstage/backend-test-utils';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { HttpBreakGlassService } from './HttpBreakGlassService';
import { grantOf } from './testUtils';

describe('HttpBreakGlassService', () => {
  let server: Server;
  let status: number;
  let body: unknown;
  let seen: Array<{ url?: string; authorization?: string }>;
  let service: HttpBreakGlassService;

  beforeEach(async () => {
    status = 200;
    body = { items: [] };
    seen = [];
    server = createServer(({ url, headers }, res) => {
      seen.push({ url, authorization: headers.authorization });
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(body));
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    service = HttpBreakGlassService.create({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async () => `http://127.0.0.1:${port}/api/break-glass`,
      }),
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('asks as the calling plugin and leaves out what has ended', async () => {
    const open = grantOf();
    body = {
      items: [open, grantOf({ id: 'past', until: '2026-01-01T00:00:00.000Z' })],
    };
    expect(
      await service.openGrants({ userEntityRef: 'user:default/nora' }),
    ).toEqual([open]);
    expect(seen).toEqual([
      {
        url: '/api/break-glass/v1/grants/of?userEntityRef=user%3Adefault%2Fnora',
        authorization: expect.stringContaining('plugin:test'),
      },
    ]);
  });

  it('asks again each time', async () => {
    await service.openGrants({ entityRef: 'component:default/a' });
    await service.openGrants({ entityRef: 'component:default/a' });
    expect(seen).toHaveLength(2);
  });

  it.each([404, 403, 500])('says that it cannot be read at %d', async code => {
    status = code;
    await expect(
      service.openGrants({ userEntityRef: 'user:default/nora' }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });

  it('says that it cannot be reached', async () => {
    await new Promise(resolve => {
      server.close(resolve);
    });
    await expect(
      service.openGrants({ userEntityRef: 'user:default/nora' }),
    ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
  });
});
