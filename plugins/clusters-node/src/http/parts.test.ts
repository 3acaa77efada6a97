import { Readable } from 'node:stream';
import {
  checkedBaseUrl,
  guardedLookup,
  isBlockedAddress,
} from './addressGuard';
import { CredentialCache, expiryOf } from './credentials';
import {
  isUnappliedPatch,
  RefusedRequest,
  refusedRequestError,
} from './errors';
import { impersonationHeaders } from './impersonation';
import { readStatus } from './kubeStatus';
import { resourcePath, ResourceScope } from './resourcePath';
import { isSilence, transportReason } from './transport';

const rollouts = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

describe('refusedRequestError', () => {
  const patch: RefusedRequest = {
    cluster: 'gke',
    verb: 'patch',
    resource: rollouts,
    namespace: 'shop',
    name: 'orders',
    status: 0,
  };
  const field = { field: 'spec.replicas', reason: 'FieldValueInvalid' };

  it.each<[Partial<RefusedRequest>, string, string]>([
    [{ status: 404 }, 'NotFoundError', 'no Rollout shop/orders in cluster gke'],
    [
      { status: 409 },
      'ConflictError',
      'Rollout shop/orders in cluster gke has moved on',
    ],
    [
      { status: 403 },
      'NotAllowedError',
      'RBAC does not let the portal patch rollouts.argoproj.io in namespace shop of cluster gke',
    ],
    [
      { status: 403, subresource: 'status', as: 'slipway:user:default/olga' },
      'NotAllowedError',
      'RBAC does not let slipway:user:default/olga patch rollouts.argoproj.io/status in',
    ],
    [
      {
        status: 403,
        as: 'slipway:user:default/eve',
        body: { details: { kind: 'users' } },
      },
      'NotAllowedError',
      'The portal may not impersonate users in cluster gke',
    ],
    [
      { status: 403, verb: 'list', namespace: undefined, name: undefined },
      'NotAllowedError',
      'RBAC does not let the portal list rollouts.argoproj.io in cluster gke',
    ],
    [
      { status: 422, body: { details: { kind: 'Rollout', causes: [field] } } },
      'InputError',
      'refused the value of spec.replicas',
    ],
    [{ status: 400 }, 'InputError', 'refused the change as invalid'],
    [{ status: 401 }, 'ServiceUnavailableError', 'does not accept'],
    [{ status: 302 }, 'ServiceUnavailableError', 'redirect'],
    [{ status: 500 }, 'ServiceUnavailableError', 'answered 500'],
  ])('%j is %s', (refused, name, message) => {
    const error = refusedRequestError({ ...patch, ...refused });
    expect(error.name).toBe(name);
    expect(error.message).toContain(message);
  });

  it('never repeats what the API server wrote', () => {
    const message = 'Invalid value: "hunter2"';
    for (const status of [400, 401, 403, 404, 409, 422, 500]) {
      const error = refusedRequestError({
        ...patch,
        status,
        body: { message },
      });
      expect(error.message).not.toContain('hunter2');
    }
  });
});

describe('isUnappliedPatch', () => {
  it.each([
    [422, { reason: 'Invalid', details: {} }, true],
    [422, { reason: 'Invalid' }, true],
    [422, { reason: 'Invalid', details: { kind: 'Rollout' } }, false],
    [422, { details: { causes: [{ field: 'spec' }] } }, false],
    [409, { reason: 'Conflict', details: {} }, false],
  ])('%d %j: %s', (status, body, expected) => {
    expect(isUnappliedPatch(status, body)).toBe(expected);
  });
});

describe('readStatus', () => {
  it('reads a Status and leaves out fields of another type', async () => {
    const body = Readable.from([
      Buffer.from('{"kind":"Status","reason":"Invalid","message":5,'),
      Buffer.from('"details":{"causes":[{"field":"spec.x","reason":1}]}}'),
    ]);
    await expect(readStatus(body)).resolves.toEqual({
      reason: 'Invalid',
      message: undefined,
      details: {
        kind: undefined,
        causes: [{ field: 'spec.x', reason: undefined }],
      },
    });
  });

  it.each([
    ['a page', '<html>'],
    ['another object', '{"kind":"Pod"}'],
    ['something endless', 'x'.repeat(70_000)],
  ])('ignores %s', async (_, text) => {
    const body = Readable.from([Buffer.from(text)]);
    await expect(readStatus(body)).resolves.toBeUndefined();
  });
});

describe('impersonationHeaders', () => {
  it('names the person and her groups, and nothing else', () => {
    expect(
      impersonationHeaders({
        userEntityRef: 'user:default/olga',
        ownershipEntityRefs: [
          'user:default/olga',
          'group:default/team-orders',
          'group:default/All--Of_us.1',
          'group:default/team-orders',
          'component:default/order-service',
        ],
      }),
    ).toEqual({
      'Impersonate-User': ['slipway:user:default/olga'],
      'Impersonate-Group': [
        'slipway:group:default/all--of_us.1',
        'slipway:group:default/team-orders',
      ],
    });
  });

  it.each([
    'system:admin',
    'user:default/system:masters',
    'user:default/olga\r\nImpersonate-Group: system:masters',
    'user:default/ol ga',
    'user:../olga',
    'group:default/team-orders',
    'component:default/order-service',
    'olga',
    '',
  ])('refuses to act as %j', userEntityRef => {
    expect(() =>
      impersonationHeaders({ userEntityRef, ownershipEntityRefs: [] }),
    ).toThrow(expect.objectContaining({ name: 'NotAllowedError' }));
  });

  it.each([
    'group:default/a b',
    'group:default/system:masters',
    'group:x/a\nb',
  ])('refuses the group %j', group => {
    expect(() =>
      impersonationHeaders({
        userEntityRef: 'user:default/olga',
        ownershipEntityRefs: [group],
      }),
    ).toThrow('cannot be impersonated');
  });
});

describe('resourcePath', () => {
  const pods = { group: '', version: 'v1', plural: 'pods', kind: 'Pod' };

  it.each<[typeof pods, ResourceScope, string]>([
    [pods, {}, '/api/v1/pods'],
    [pods, { namespace: '' }, '/api/v1/pods'],
    [rollouts, {}, '/apis/argoproj.io/v1alpha1/rollouts'],
    [
      rollouts,
      { namespace: 'shop', name: 'orders', subresource: 'status' },
      '/apis/argoproj.io/v1alpha1/namespaces/shop/rollouts/orders/status',
    ],
    [
      { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace' },
      { name: 'shop' },
      '/api/v1/namespaces/shop',
    ],
    [
      pods,
      { namespace: 'shop', name: 'a:b' },
      '/api/v1/namespaces/shop/pods/a%3Ab',
    ],
  ])('%j %j is %s', (resource, scope, path) => {
    expect(resourcePath(resource, scope)).toBe(path);
  });

  it.each<[Partial<typeof pods>, ResourceScope]>([
    [{ plural: 'secrets' }, {}],
    [{ plural: 'pods/../secrets' }, {}],
    [{ version: '../v1' }, {}],
    [{ group: 'a/b' }, {}],
    [{}, { namespace: '../kube-system' }],
    [{}, { namespace: 'shop', name: '..' }],
    [{}, { namespace: 'shop', name: 'a/b' }],
    [{}, { namespace: 'shop', name: 'a%2fb' }],
    [{}, { namespace: 'shop', name: '' }],
  ])('refuses %j %j', (resource, scope) => {
    expect(() => resourcePath({ ...pods, ...resource }, scope)).toThrow(
      expect.objectContaining({ name: 'InputError' }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['169.254.169.254', true],
    ['169.254.0.1', true],
    ['fe80::1', true],
    ['fd00:ec2::254', true],
    ['::ffff:169.254.169.254', true],
    ['100.100.100.200', true],
    ['0.0.0.0', true],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['::1', false],
    ['example.org', false],
  ])('%s is blocked: %s', (address, blocked) => {
    expect(isBlockedAddress(address)).toBe(blocked);
  });

  it.each([
    'nonsense',
    'file:///etc/passwd',
    'https://user@host',
    'https://host?x=1',
    'https://[fe80::1]',
    'http://169.254.169.254/latest',
    'http://2852039166/',
  ])('refuses the base URL %s, naming its key', url => {
    expect(() => checkedBaseUrl('the.key', url)).toThrow('the.key ');
  });

  it.each([[{ all: true }], [{ all: false }]])(
    'looks names up through the guard %j',
    async options => {
      const found = await new Promise((resolve, reject) => {
        guardedLookup('localhost', options, (error, address) =>
          error ? reject(error) : resolve(address),
        );
      });
      const [first] = [found].flat();
      expect(
        typeof first === 'string'
          ? first
          : (first as { address: string }).address,
      ).toMatch(/^(127\.0\.0\.1|::1)$/);
    },
  );

  it('does not look up a blocked address', async () => {
    const code = await new Promise(resolve => {
      guardedLookup('169.254.169.254', { all: true }, error =>
        resolve(error?.code),
      );
    });
    expect(code).toBe('EBLOCKED');
  });
});

describe('transportReason', () => {
  it.each<[unknown, string]>([
    [{ code: 'ECONNREFUSED' }, 'the connection is refused'],
    [
      new Error('x', { cause: { code: 'CERT_HAS_EXPIRED' } }),
      'its certificate has expired',
    ],
    [
      new AggregateError([Object.assign(new Error(), { code: 'ENOTFOUND' })]),
      'its host name is not known',
    ],
    [{ code: 'EWEIRD' }, 'the request failed (EWEIRD)'],
    [new Error('token abc'), 'the request failed'],
    [new SyntaxError('x'), 'the answer is not JSON'],
    [undefined, 'the request failed'],
  ])('%p: %s', (error, reason) => {
    expect(transportReason(error)).toBe(reason);
  });

  it.each([
    ['UND_ERR_BODY_TIMEOUT', true],
    ['ETIMEDOUT', true],
    ['ECONNRESET', false],
  ])('%s is silence: %s', (code, silent) => {
    expect(isSilence({ code })).toBe(silent);
  });
});

describe('CredentialCache', () => {
  const jwt = (claims: object) =>
    `Bearer h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`;

  it.each([
    [jwt({ exp: 1000 }), 1_000_000],
    [jwt({}), undefined],
    ['Bearer k8s-aws-v1.abc', undefined],
    ['Bearer a.not-json.c', undefined],
    [undefined, undefined],
  ])('reads the end of %s', (authorization, expected) => {
    expect(expiryOf(authorization)).toBe(expected);
  });

  function setUp(authorization: (asked: number) => string) {
    let now = 0;
    let asked = 0;
    const cache = new CredentialCache(
      async () => {
        asked += 1;
        return { authorization: authorization(asked) };
      },
      () => now,
    );
    const at = async (time: number) => {
      now = time;
      return (await cache.get()).authorization;
    };
    return { cache, at };
  }

  it('asks once for callers at the same time, and again before the end', async () => {
    const { cache, at } = setUp(asked => jwt({ exp: asked * 600 }));
    const [one, two] = await Promise.all([cache.get(), cache.get()]);
    expect(one).toBe(two);
    await expect(at(539_000)).resolves.toBe(jwt({ exp: 600 }));
    await expect(at(541_000)).resolves.toBe(jwt({ exp: 1200 }));
  });

  it('asks again after five minutes when the end is not known', async () => {
    const { at } = setUp(asked => `Bearer opaque-${asked}`);
    await expect(at(0)).resolves.toBe('Bearer opaque-1');
    await expect(at(299_000)).resolves.toBe('Bearer opaque-1');
    await expect(at(301_000)).resolves.toBe('Bearer opaque-2');
  });

  it('asks again after it was refused', async () => {
    const { cache, at } = setUp(asked => `Bearer opaque-${asked}`);
    await at(0);
    cache.invalidate();
    await expect(at(1)).resolves.toBe('Bearer opaque-2');
  });

  it('does not keep a failure', async () => {
    let down = true;
    const cache = new CredentialCache(async () => {
      if (down) {
        throw new Error('down');
      }
      return {};
    });
    await expect(cache.get()).rejects.toThrow('down');
    down = false;
    await expect(cache.get()).resolves.toEqual({});
  });
});
