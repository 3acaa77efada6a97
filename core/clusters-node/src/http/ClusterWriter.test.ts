import { mockServices } from '@backstage/backend-test-utils';
import { PatchWrite, Write } from '@slipway/plugin-clusters-common';
import { KnownCluster } from '../ClusterRegistry';
import { UNDECLARED_CLUSTER } from '../config/schema';
import { FakeApiServer } from '../__testUtils__/fakeApiServer';
import { ClusterClient } from './ClusterClient';
import { ClusterWriter } from './ClusterWriter';
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
const answered = { metadata: { name: 'orders', uid: 'u' } };
const isPatch = (_: URL, method: string) => method === 'PATCH';
/** What the API server answers when a JSON Patch does not apply. */
const unapplied = {
  status: 422,
  body: { kind: 'Status', reason: 'Invalid', details: {}, code: 422 },
};

function planned(operations: PatchWrite['operations']): PatchWrite {
  return {
    verb: 'patch',
    resource,
    namespace: 'shop',
    name: 'orders',
    operations,
  };
}

describe('ClusterWriter', () => {
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

  function parts(
    settings: Partial<KnownCluster['settings']>,
    deadlineMs?: number,
  ) {
    const registry = {
      find: async (name: string) => ({
        name,
        connection,
        allowActionsKey: `slipway.clusters.${name}.allowActions`,
        settings: { ...UNDECLARED_CLUSTER, allowActions: true, ...settings },
      }),
    };
    return { registry, client: new ClusterClient(registry, deadlineMs) };
  }

  const writer = (
    settings: Partial<KnownCluster['settings']> = {},
    deadlineMs?: number,
  ) => new ClusterWriter(parts(settings, deadlineMs));

  /** Resolves once the server has a patch, before it answers. */
  async function patchArrived() {
    while (!server.requests.some(({ method }) => method === 'PATCH')) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }

  it('sends a JSON Patch as the actor, where configured', async () => {
    server.override(isPatch, { status: 200, body: answered });
    const operations = [
      { op: 'replace' as const, path: '/spec/paused', value: true },
    ];
    await expect(
      writer({ impersonate: true }).write('gke', planned(operations), olga),
    ).resolves.toEqual(answered);

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

    await writer().write('gke', planned(operations), olga);
    expect(server.requests[1].headers).not.toHaveProperty('impersonate-user');
  });

  it('sends nothing to a read-only cluster', async () => {
    await expect(
      writer({ allowActions: false }).write('gke', planned([]), olga),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message:
        'Cluster gke is read-only: slipway.clusters.gke.allowActions is not true',
    });
    expect(server.requests).toEqual([]);
  });

  it('falls back to the main resource where there is no status subresource', async () => {
    server.override(isPatch, { status: 200, body: answered });
    server.override(url => url.pathname.endsWith('/status'), { status: 404 });
    await expect(
      writer().write('gke', { ...planned([]), subresource: 'status' }, olga),
    ).resolves.toEqual(answered);
    expect(server.requests.map(({ url }) => url.pathname.slice(-13))).toEqual([
      'orders/status',
      'llouts/orders',
    ]);
  });

  it.each<[string, PatchWrite['operations'], string, string]>([
    [
      'a failed test is a conflict that names the path',
      [{ op: 'test', path: '/spec/paused', value: true }],
      'ConflictError',
      'Rollout shop/orders in cluster gke has changed since you looked: /spec/paused is not what was seen',
    ],
    [
      'a test that holds again by now is a conflict',
      [{ op: 'test', path: '/spec/paused', value: false }],
      'ConflictError',
      'Rollout shop/orders in cluster gke has changed since you looked',
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
      writer().write('gke', planned(operations), olga),
    ).rejects.toMatchObject({ name, message });
  });

  it('is a conflict when a test failed and the object cannot be read again', async () => {
    server.override(() => true, { status: 500 });
    server.override(isPatch, unapplied);
    await expect(
      writer().write(
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
    const error = await writer()
      .write(
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

  it('says why a cluster cannot be reached', async () => {
    await server.stop();
    await expect(
      writer().write('gke', planned([]), olga),
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
      const patching = writer()
        .write('gke', planned([]), olga)
        .catch(caught => caught);
      await patchArrived();
      server.cutConnections();
      expect(await patching).toMatchObject(unknown('the connection was cut'));
    });

    it('when the deadline passes', async () => {
      server.override(isPatch, { status: 200, delayMs: 60_000 });
      await expect(
        writer({}, 300).write('gke', planned([]), olga),
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
        writer().write('gke', planned([]), olga),
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
        writer().write('gke', planned([]), olga),
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
        writer().write('gke', planned([]), olga),
      ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
      expect(server.requests).toEqual([]);
    });
  });

  describe('a create', () => {
    const isPost = (_: URL, method: string) => method === 'POST';
    const schedule: Write = {
      verb: 'create',
      resource,
      namespace: 'shop',
      name: 'orders',
      object: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 'other',
          generateName: 'other-',
          namespace: 'kube-system',
          labels: { app: 'orders' },
        },
        spec: { paused: true },
      },
    };

    it('is of the kind, name and namespace that were planned, whatever the object says', async () => {
      server.override(isPost, { status: 201, body: answered });
      await expect(
        writer({ impersonate: true }).write('gke', schedule, olga),
      ).resolves.toEqual(answered);
      const [{ url, headers, body }] = server.requests;
      expect(`${url.pathname}${url.search}`).toBe(
        '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts?fieldManager=slipway',
      );
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'impersonate-user': 'slipway:user:default/olga',
      });
      expect(JSON.parse(body)).toEqual({
        apiVersion: 'argoproj.io/v1alpha1',
        kind: 'Rollout',
        metadata: {
          name: 'orders',
          namespace: 'shop',
          labels: { app: 'orders' },
        },
        spec: { paused: true },
      });
    });

    it.each<[number, unknown, string, string]>([
      [
        409,
        { kind: 'Status', reason: 'AlreadyExists' },
        'ConflictError',
        'Rollout shop/orders in cluster gke already exists',
      ],
      [
        404,
        { kind: 'Status', details: { kind: 'namespaces' } },
        'NotFoundError',
        'Cluster gke has no namespace shop',
      ],
      [
        404,
        { kind: 'Status' },
        'NotFoundError',
        'Cluster gke does not know rollouts.argoproj.io',
      ],
    ])('answered with %d %j is a %s', async (status, body, name, message) => {
      server.override(isPost, { status, body });
      await expect(writer().write('gke', schedule, olga)).rejects.toMatchObject(
        { name, message },
      );
    });

    it('never creates a Secret, and sends nothing under a name that is none', async () => {
      const secrets = {
        ...resource,
        group: '',
        version: 'v1',
        plural: 'secrets',
      };
      await expect(
        writer().write('gke', { ...schedule, resource: secrets }, olga),
      ).rejects.toMatchObject({ name: 'InputError' });
      await expect(
        writer().write('gke', { ...schedule, name: '../x' }, olga),
      ).rejects.toMatchObject({ name: 'InputError' });
      expect(server.requests).toEqual([]);
    });
  });

  describe('a delete', () => {
    const isDelete = (_: URL, method: string) => method === 'DELETE';
    const removal: Write = {
      verb: 'delete',
      resource,
      namespace: 'shop',
      name: 'orders',
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'seen', resourceVersion: '7' },
    };
    const options = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'seen', resourceVersion: '7' },
    };

    it.each([
      [false, options],
      [true, { ...options, dryRun: ['All'] }],
    ])(
      'names what was seen and what becomes of the rest, dry run: %s',
      async (dryRun, sent) => {
        server.override(isDelete, { status: 200, body: { kind: 'Status' } });
        await expect(
          writer().write('gke', removal, olga, { dryRun }),
        ).resolves.toBeUndefined();
        const [{ url, body }] = server.requests;
        expect(`${url.pathname}${url.search}`).toBe(
          '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/orders',
        );
        expect(JSON.parse(body)).toEqual(sent);
      },
    );

    it('gives the object that waits for its finalizers', async () => {
      server.override(isDelete, { status: 200, body: answered });
      await expect(writer().write('gke', removal, olga)).resolves.toEqual(
        answered,
      );
    });

    it('of another object than the one that was seen is a conflict', async () => {
      server.override(isDelete, {
        status: 409,
        body: { kind: 'Status', reason: 'Conflict' },
      });
      await expect(writer().write('gke', removal, olga)).rejects.toMatchObject({
        name: 'ConflictError',
        message:
          'Rollout shop/orders in cluster gke has changed since you looked',
      });
    });

    it('without an answer is not known to be made or not', async () => {
      server.override(isDelete, { status: 504 });
      await expect(writer().write('gke', removal, olga)).rejects.toMatchObject({
        name: 'OutcomeUnknownError',
      });
    });
  });

  describe('a dry run', () => {
    it('asks the API server to try the patch, as the actor', async () => {
      server.override(isPatch, { status: 200, body: answered });
      await expect(
        writer({ impersonate: true }).write('gke', planned([]), olga, {
          dryRun: true,
        }),
      ).resolves.toEqual(answered);
      const [{ url, headers }] = server.requests;
      expect(url.searchParams.get('dryRun')).toBe('All');
      expect(headers).toMatchObject({
        'impersonate-user': 'slipway:user:default/olga',
      });
    });

    it('throws what the patch would throw', async () => {
      server.override(isPatch, unapplied);
      await expect(
        writer().write(
          'gke',
          planned([{ op: 'test', path: '/spec/paused', value: true }]),
          olga,
          { dryRun: true },
        ),
      ).rejects.toMatchObject({ name: 'ConflictError' });
      server.override(isPatch, { status: 403, body: { kind: 'Status' } });
      await expect(
        writer().write('gke', planned([]), olga, { dryRun: true }),
      ).rejects.toMatchObject({ name: 'NotAllowedError' });
    });

    it('leaves nothing open when it gets no answer: nothing can have changed', async () => {
      server.override(isPatch, { status: 504 });
      await expect(
        writer().write('gke', planned([]), olga, { dryRun: true }),
      ).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
      server.override(isPatch, { status: 200, delayMs: 60_000 });
      await expect(
        writer({}, 300).write('gke', planned([]), olga, { dryRun: true }),
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
        writer().write('gke', planned([]), olga, { dryRun: true }),
      ).resolves.toBeUndefined();
    });
  });
});
