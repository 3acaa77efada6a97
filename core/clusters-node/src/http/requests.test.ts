import {
  checkedBaseUrl,
  guardedLookup,
  isBlockedAddress,
} from './addressGuard';
import { CredentialCache, expiryOf } from './credentials';
import { impersonationHeaders } from './impersonation';
import { resourcePath, ResourceScope } from './resourcePath';
import { transportReason } from './transport';

const rollouts = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};

describe('impersonationHeaders', () => {
  it('names the user and her groups, and nothing else', () => {
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
    ['168.63.129.16', true],
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

  it('gives up on a provider that never answers, and asks it again', async () => {
    jest.useFakeTimers();
    try {
      let asked = 0;
      const cache = new CredentialCache(() => {
        asked += 1;
        return asked === 1
          ? new Promise(() => {})
          : Promise.resolve({ authorization: 'Bearer later' });
      });
      const outcome = cache.get().catch(transportReason);
      await jest.advanceTimersByTimeAsync(45_000);
      await expect(Promise.race([outcome, 'still waiting'])).resolves.toBe(
        "the portal's credentials for it could not be had",
      );
      await expect(cache.get()).resolves.toEqual({
        authorization: 'Bearer later',
      });
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
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
