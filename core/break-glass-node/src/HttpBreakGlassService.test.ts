import { mockServices } from '@backstage/backend-test-utils';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { GrantAnswers } from './GrantAnswers';
import { HttpBreakGlassService } from './HttpBreakGlassService';
import { grantOf } from './testUtils';

describe('HttpBreakGlassService', () => {
  let server: Server;
  let status: number;
  let body: unknown;
  let seen: Array<{ url?: string; authorization?: string }>;
  let now: number;
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
    now = 0;
    service = HttpBreakGlassService.create({
      answers: new GrantAnswers(() => now),
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

  it('who asks by which grant something was decided takes the answer of that decision', async () => {
    const user = 'user:default/nora';
    const open = grantOf();
    body = { items: [open] };
    now = 10;
    await service.openGrants({ userEntityRef: user });
    body = { items: [] };
    expect(await service.grantsSince(10, user)).toEqual([open]);
    expect(seen).toHaveLength(1);
    // An older answer, an answer about one entity or about somebody else is none.
    expect(await service.grantsSince(11, user)).toEqual([]);
    await service.openGrants({
      userEntityRef: user,
      entityRef: open.entityRef,
    });
    expect(await service.grantsSince(11, user)).toEqual([]);
    expect(await service.grantsSince(10, 'user:default/olga')).toEqual([]);
    expect(seen).toHaveLength(5);
  });

  it('a decision never takes a remembered answer', async () => {
    const user = 'user:default/nora';
    await service.openGrants({ userEntityRef: user });
    await service.openGrants({ userEntityRef: user });
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
