import { mockServices } from '@backstage/backend-test-utils';
import { PlannedPatch } from '@slipway/plugin-clusters-common';
import { KnownCluster } from '../ClusterRegistry';
import { UNDECLARED_CLUSTER } from '../config/schema';
import { FakeApiServer } from '../__testUtils__/fakeApiServer';
import { ClusterClient } from './ClusterClient';
import { ClusterConnection } from './ClusterConnection';
import { CredentialCache } from './credentials';

const ROLLOUTS = '/apis/argoproj.io/v1alpha1/rollouts';
const resource = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};
const olga = {
  userEntityRef: 'user:default/olga',
  ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
};
const isPatch = (_: URL, method: string) => method === 'PATCH';
/** What the API server answers when a JSON Patch does not apply. */
const unapplied = {
  status: 422,
  body: { kind: 'Status', reason: 'Invalid', details: {}, code: 422 },
};

function planned(operations: PlannedPatch['operations']): PlannedPatch {
  return { resource, namespace: 'shop', name: 'orders', operations };
}

describe('ClusterClient', () => {
  let server: FakeApiServer;
  let connection: ClusterConnection;

  beforeEach(async () => {
    server = new FakeApiServer();
    server.install(ROLLOUTS);
    await server.start();
    server.put(ROLLOUTS, {
      metadata: { name: 'orders', namespace: 'shop' },
      spec: { paused: false },
    });
    connection = new ClusterConnection(
      'gke',
      async () => ({ server: new URL(`${server.url}/`) }),
      new CredentialCache(async () => ({ authorization: 'Bearer t0k3n' })),
      mockServices.logger.mock(),
    );
  });

  afterEach(async () => {
    await connection.destroy();
    await server.stop();
  });

  function client(
    settings: Partial<KnownCluster['settings']> = {},
    deadlineMs?: number,
  ) {
    return new ClusterClient(
      {
        find: async name => ({
          name,
          connection,
          allowActionsKey: `slipway.clusters.${name}.allowActions`,
          settings: { ...UNDECLARED_CLUSTER, allowActions: true, ...settings },
        }),
      },
      deadlineMs,
    );
  }

  /** Resolves once the server has a patch, before it answers. */
  async function patchArrived() {
    while (!server.requests.some(({ method }) => method === 'PATCH')) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }

  it('reads one object and a namespace as they are now', async () => {
    const reader = client();
    const ref = { cluster: 'gke', namespace: 'shop', name: 'orders' };
    await expect(reader.get(resource, ref)).resolves.toMatchObject({
      spec: { paused: false },
    });
    await expect(
      reader.list(resource, { ...ref, labelSelector: 'app=orders' }),
    ).resolves.toMatchObject([{ kind: 'Rollout' }]);
    expect(server.requests.at(-1)?.url.search).toBe(
      '?labelSelector=app%3Dorders',
    );
    await expect(
      reader.get(resource, { ...ref, name: 'gone' }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('sends a JSON Patch as the person, where configured', async () => {
    server.override(isPatch, { status: 200, body: { ok: true } });
    const operations = [
      { op: 'replace' as const, path: '/spec/paused', value: true },
    ];
    await expect(
      client({ impersonate: true }).patch('gke', planned(operations), olga),
    ).resolves.toEqual({ ok: true });

    const [{ url, headers, body }] = server.requests;
    expect(`${url.pathname}${url.search}`).toBe(
      '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/orders?fieldManager=slipway',
    );
    expect(headers).toMatchObject({
      authorization: 'Bearer t0k3n',
      'content-type': 'application/json-patch+json',
      'impersonate-user': 'slipway:user:default/olga',
      'impersonate-group': 'slipway:group:default/team-orders',
    });
    expect(JSON.parse(body)).toEqual(operations);

    await client().patch('gke', planned(operations), olga);
    expect(server.requests[1].headers).not.toHaveProperty('impersonate-user');
  });

  it('sends nothing to a read-only cluster', async () => {
    await expect(
      client({ allowActions: false }).patch('gke', planned([]), olga),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message:
        'Cluster gke is read-only: slipway.clusters.gke.allowActions is not true',
    });
    expect(server.requests).toEqual([]);
  });

  it('falls back to the main resource where there is no status subresource', async () => {
    server.override(isPatch, { status: 200, body: { ok: true } });
    server.override(url => url.pathname.endsWith('/status'), { status: 404 });
    await expect(
      client().patch('gke', { ...planned([]), subresource: 'status' }, olga),
    ).resolves.toEqual({ ok: true });
    expect(server.requests.map(({ url }) => url.pathname.slice(-13))).toEqual([
      'orders/status',
      'llouts/orders',
    ]);
  });

  it.each<[string, PlannedPatch['operations'], string, string]>([
    [
      'a failed test is a conflict that names the path',
      [{ op: 'test', path: '/spec/paused', value: true }],
      'ConflictError',
      'Rollout shop/orders in cluster gke has moved on: /spec/paused is not what was seen',
    ],
    [
      'a test that holds again by now is a conflict',
      [{ op: 'test', path: '/spec/paused', value: false }],
      'ConflictError',
      'Rollout shop/orders in cluster gke has moved on',
    ],
    [
      'a path that leads nowhere is bad input',
      [
        { op: 'test', path: '/spec/paused', value: false },
        { op: 'remove', path: '/spec/nope' },
      ],
      'InputError',
      'Rollout shop/orders in cluster gke: remove operation does not apply: nothing at /spec/nope',
    ],
    [
      'without tests it is bad input',
      [{ op: 'add', path: '/spec/paused', value: true }],
      'InputError',
      'Rollout shop/orders in cluster gke: the change does not apply',
    ],
  ])('%s', async (_, operations, name, message) => {
    server.override(isPatch, unapplied);
    await expect(
      client().patch('gke', planned(operations), olga),
    ).rejects.toMatchObject({ name, message });
  });

  it('is a conflict when a test failed and the object cannot be read again', async () => {
    server.override(() => true, { status: 500 });
    server.override(isPatch, unapplied);
    await expect(
      client().patch(
        'gke',
        planned([{ op: 'test', path: '/spec/paused', value: true }]),
        olga,
      ),
    ).rejects.toMatchObject({ name: 'ConflictError' });
  });

  it('does not take a validation error for a conflict', async () => {
    server.override(isPatch, {
      status: 422,
      body: {
        kind: 'Status',
        reason: 'Invalid',
        details: {
          kind: 'Rollout',
          causes: [{ field: 'spec.replicas', message: 'got "hunter2"' }],
        },
      },
    });
    const error = await client()
      .patch(
        'gke',
        planned([{ op: 'test', path: '/spec/paused', value: false }]),
        olga,
      )
      .catch(caught => caught);
    expect(error).toMatchObject({
      name: 'InputError',
      message:
        'Rollout shop/orders in cluster gke: the API server refused the value of spec.replicas',
    });
  });

  it('does not follow redirects', async () => {
    server.override(() => true, {
      status: 302,
      headers: { location: 'http://127.0.0.1:1/' },
    });
    await expect(
      client().get(resource, {
        cluster: 'gke',
        namespace: 'shop',
        name: 'orders',
      }),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringContaining('redirect'),
    });
  });

  it('says why a cluster cannot be reached', async () => {
    await server.stop();
    await expect(
      client().patch('gke', planned([]), olga),
    ).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Cluster gke cannot be reached: the connection is refused',
    });
    await server.start();
  });

  describe('a change that was sent and got no usable answer is not known to be made or not', () => {
    const unknown = (reason: string) => ({
      name: 'OutcomeUnknownError',
      statusCode: 504,
      message: `The outcome is not known: the change was sent to cluster gke, but ${reason}`,
    });

    it('when the connection is cut', async () => {
      server.override(isPatch, { status: 200, delayMs: 60_000 });
      const patching = client()
        .patch('gke', planned([]), olga)
        .catch(caught => caught);
      await patchArrived();
      server.cutConnections();
      expect(await patching).toMatchObject(unknown('the connection was cut'));
    });

    it('when the deadline passes', async () => {
      server.override(isPatch, { status: 200, delayMs: 60_000 });
      await expect(
        client({}, 300).patch('gke', planned([]), olga),
      ).rejects.toMatchObject(unknown('it does not answer in time'));
      server.cutConnections();
    });

    it.each<[number, unknown, string]>([
      [
        500,
        { kind: 'Status', message: 'etcdserver: request timed out' },
        '500',
      ],
      [502, '<html>', '502'],
      [503, '<html>', '503'],
      [504, { kind: 'Status', reason: 'Timeout' }, '504'],
      [408, '<html>', '408'],
    ])('when %d comes back: %j', async (status, body, code) => {
      server.override(isPatch, { status, body });
      await expect(
        client().patch('gke', planned([]), olga),
      ).rejects.toMatchObject(unknown(`the API server answered ${code}`));
    });

    it.each<[string, number, unknown]>([
      [
        'an admission webhook that fails',
        500,
        {
          kind: 'Status',
          reason: 'InternalError',
          message: 'Internal error occurred: failed calling webhook "a.b": x',
        },
      ],
      [
        'an API server that takes no requests',
        503,
        { kind: 'Status', reason: 'ServiceUnavailable' },
      ],
      ['one that is overloaded', 429, { kind: 'Status' }],
      ["the portal's credentials", 401, { kind: 'Status' }],
    ])('but not after %s: nothing was changed', async (_, status, body) => {
      server.override(isPatch, { status, body });
      await expect(
        client().patch('gke', planned([]), olga),
      ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    });

    it('nor when credentials cannot be had: nothing was sent', async () => {
      const without = new ClusterConnection(
        'gke',
        async () => ({ server: new URL(`${server.url}/`) }),
        new CredentialCache(async () => {
          throw Object.assign(new Error('x'), { code: 'ECREDENTIALS' });
        }),
        mockServices.logger.mock(),
      );
      connection = without;
      await expect(
        client().patch('gke', planned([]), olga),
      ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
      expect(server.requests).toEqual([]);
    });
  });

  describe('checkPatch', () => {
    it('asks the API server to try the patch, as the person', async () => {
      server.override(isPatch, { status: 200, body: { ok: true } });
      await expect(
        client({ impersonate: true }).checkPatch('gke', planned([]), olga),
      ).resolves.toBeUndefined();
      const [{ url, headers }] = server.requests;
      expect(url.searchParams.get('dryRun')).toBe('All');
      expect(headers).toMatchObject({
        'impersonate-user': 'slipway:user:default/olga',
      });
    });

    it('throws what the patch would throw', async () => {
      server.override(isPatch, unapplied);
      await expect(
        client().checkPatch(
          'gke',
          planned([{ op: 'test', path: '/spec/paused', value: true }]),
          olga,
        ),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      server.override(isPatch, { status: 403, body: { kind: 'Status' } });
      await expect(
        client().checkPatch('gke', planned([]), olga),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    });

    it('leaves nothing open when it gets no answer: nothing can have changed', async () => {
      server.override(isPatch, { status: 504 });
      await expect(
        client().checkPatch('gke', planned([]), olga),
      ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
      server.override(isPatch, { status: 200, delayMs: 60_000 });
      await expect(
        client({}, 300).checkPatch('gke', planned([]), olga),
      ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
      server.cutConnections();
    });

    it('lets a patch through that an admission webhook does not let be tried', async () => {
      server.override(isPatch, {
        status: 400,
        body: {
          kind: 'Status',
          reason: 'BadRequest',
          message: 'admission webhook "a.b.c" does not support dry run',
        },
      });
      await expect(
        client().checkPatch('gke', planned([]), olga),
      ).resolves.toBeUndefined();
    });
  });
});
