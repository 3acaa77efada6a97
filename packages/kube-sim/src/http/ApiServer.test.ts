import { until, TestServer } from './__testUtils__/server';

const IN_SHOP = '/api/v1/namespaces/shop';
const MAPS = `${IN_SHOP}/configmaps`;
const map = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  ...more,
});

describe('the API server', () => {
  let api: TestServer;
  beforeEach(async () => {
    api = await TestServer.start();
  });
  afterEach(async () => {
    await api.close();
  });

  it.each([
    ['/version', 'gitVersion'],
    ['/api', 'versions'],
    ['/apis', 'groups'],
    ['/api/v1', 'resources'],
    ['/apis/apps', 'preferredVersion'],
    ['/apis/example.com/v1alpha1', 'resources'],
    ['/openapi/v2', 'swagger'],
    ['/openapi/v3', 'paths'],
    ['/openapi/v3/apis/example.com/v1alpha1', 'paths'],
  ])('%s is served', async (path, member) => {
    const { status, json } = await api.send(path);
    expect([status, Object.keys(json)]).toEqual([
      200,
      expect.arrayContaining([member]),
    ]);
  });

  it('announces everything at once to who asks so', async () => {
    const accept =
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { json, headers } = await api.send('/apis', { headers: { accept } });
    expect(headers.get('content-type')).toContain('as=APIGroupDiscoveryList');
    expect(JSON.stringify(json)).toContain('"resource":"widgets"');
    expect((await api.send('/apis')).json.kind).toBe('APIGroupList');
  });

  it.each([
    ['GET', '/apis/coordination.k8s.io/v1/leases', 501, 'NotImplemented'],
    ['GET', '/api/v1/persistentvolumes', 501, 'NotImplemented'],
    ['POST', `${IN_SHOP}/pods/one/exec`, 501, 'NotImplemented'],
    ['GET', '/metrics', 501, 'NotImplemented'],
    ['GET', '/api/v1/nosuch', 404, 'NotFound'],
    ['PUT', MAPS, 405, 'MethodNotAllowed'],
    ['POST', `${MAPS}/one`, 405, 'MethodNotAllowed'],
    ['DELETE', '/api/v1/configmaps', 405, 'MethodNotAllowed'],
    ['GET', `${MAPS}?limit=x`, 400, 'BadRequest'],
    ['GET', `${MAPS}?resourceVersion=x`, 400, 'BadRequest'],
    ['GET', `${MAPS}?resourceVersion=99999999`, 504, 'Timeout'],
    ['GET', `${MAPS}?continue=x`, 400, 'BadRequest'],
    ['GET', `${MAPS}?watch=1&sendInitialEvents=true`, 422, 'Invalid'],
    ['GET', `${MAPS}?watch=1&labelSelector=a%3D%3D%3Db`, 400, 'BadRequest'],
    ['DELETE', `${MAPS}/one?propagationPolicy=Never`, 422, 'Invalid'],
  ])('%s %s is %d %s', async (method, path, code, reason) => {
    const { status, json } = await api.send(path, { method });
    expect([status, json.kind, json.reason, json.code]).toEqual([
      code,
      'Status',
      reason,
      code,
    ]);
  });

  it('refuses an Accept that it cannot serve', async () => {
    const { status } = await api.send(MAPS, {
      headers: { accept: 'application/vnd.kubernetes.protobuf' },
    });
    expect(status).toBe(406);
  });

  it('refuses server-side apply as not implemented', async () => {
    const { status, json } = await api.send(`${MAPS}/one`, {
      method: 'PATCH',
      body: 'kind: ConfigMap',
      type: 'application/apply-patch+yaml',
    });
    expect([status, json.message]).toEqual([
      501,
      'the sandbox does not implement server-side apply',
    ]);
  });

  it('lists at an older version, until that is forgotten', async () => {
    api.put('configmaps', map('a'));
    api.put('configmaps', map('b'));
    const first = await api.send(`${MAPS}?limit=1`);
    const { continue: next, remainingItemCount } = first.json.metadata as {
      continue: string;
      remainingItemCount: number;
    };
    expect(remainingItemCount).toBe(1);
    api.store.delete(api.type('configmaps'), 'shop', 'b');
    const second = await api.send(`${MAPS}?limit=1&continue=${next}`);
    expect(second.json.items).toEqual([
      expect.objectContaining({
        metadata: expect.objectContaining({ name: 'b' }),
      }),
    ]);
    api.store.compact();
    const third = await api.send(`${MAPS}?limit=1&continue=${next}`);
    expect([third.status, third.json.reason]).toEqual([410, 'Expired']);
    const watch = await api.send(`${MAPS}?watch=1&resourceVersion=101`);
    expect(watch.json).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
  });

  it('says who may not do what', async () => {
    const anonymous = await api.send(MAPS, { token: '' });
    expect([anonymous.status, anonymous.json.message]).toEqual([
      403,
      'configmaps is forbidden: User "system:anonymous" cannot list resource "configmaps" in API group "" in the namespace "shop"',
    ]);
    const jane = await api.send('/apis/example.com/v1alpha1/widgets', {
      token: 'jane',
    });
    expect(jane.json.message).toBe(
      'widgets.example.com is forbidden: User "jane" cannot list resource "widgets" in API group "example.com" at the cluster scope',
    );
    expect((await api.send(MAPS, { token: 'nonsense' })).status).toBe(401);
    expect(
      (
        await api.send(MAPS, {
          token: '',
          headers: { authorization: 'Basic eDp5' },
        })
      ).status,
    ).toBe(401);
  });

  it('lets the portal become only whom its role names', async () => {
    api.put('clusterroles', {
      metadata: { name: 'as' },
      rules: [
        {
          apiGroups: [''],
          resources: ['users'],
          verbs: ['impersonate'],
          resourceNames: ['jane'],
        },
        { apiGroups: [''], resources: ['configmaps'], verbs: ['list'] },
      ],
    });
    const bind = (name: string, subject: object) =>
      api.put('clusterrolebindings', {
        metadata: { name },
        subjects: [subject],
        roleRef: { kind: 'ClusterRole', name: 'as' },
      });
    bind('portal', {
      kind: 'ServiceAccount',
      namespace: 'shop',
      name: 'portal',
    });
    const as = (user: string, more: Record<string, string> = {}) =>
      api.send(MAPS, {
        token: 'portal',
        headers: { 'impersonate-user': user, ...more },
      });
    expect((await as('jane')).json.message).toContain(
      'User "jane" cannot list',
    );
    bind('jane', { kind: 'User', name: 'jane' });
    expect((await as('jane')).status).toBe(200);
    expect((await as('john')).json.message).toBe(
      'users "john" is forbidden: User "system:serviceaccount:shop:portal" cannot impersonate resource "users" in API group "" at the cluster scope',
    );
    expect(
      (await as('jane', { 'impersonate-group': 'system:masters' })).json
        .message,
    ).toContain('groups "system:masters" is forbidden');
    expect(
      (
        await api.send(MAPS, {
          token: 'portal',
          headers: { 'impersonate-group': 'x' },
        })
      ).status,
    ).toBe(500);
  });

  it('prints pods as kubectl does', async () => {
    api.put('pods', {
      metadata: { name: 'one', namespace: 'shop' },
      spec: { nodeName: 'n1', containers: [{ name: 'app' }] },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        containerStatuses: [
          {
            name: 'app',
            ready: false,
            restartCount: 3,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { finishedAt: '2025-12-31T23:58:00Z' } },
          },
        ],
      },
    });
    const { json } = await api.send(`${IN_SHOP}/pods`, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    expect(json.rows).toEqual([
      expect.objectContaining({
        cells: [
          'one',
          '0/1',
          'CrashLoopBackOff',
          '3 (2m ago)',
          '0s',
          '10.0.0.1',
          'n1',
          '<none>',
          '<none>',
        ],
      }),
    ]);
  });

  it('sends bookmarks to who asks for them, and ends watches in time', async () => {
    const quick = await TestServer.start({ limits: { bookmarkMs: 5 } });
    const { text } = await quick.send(
      `${MAPS}?watch=1&allowWatchBookmarks=true&timeoutSeconds=1`,
    );
    const types = text
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).type);
    expect(types.length).toBeGreaterThan(5);
    expect(new Set(types)).toEqual(new Set(['BOOKMARK']));
    await until(() => quick.server.watches === 0);
    await quick.close();
  });

  it('reads no protobuf, and says what it reads', async () => {
    const { status, json } = await api.send(MAPS, {
      method: 'POST',
      body: 'k8s\0',
      type: 'application/vnd.kubernetes.protobuf',
    });
    expect([status, json.reason, json.message]).toEqual([
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json',
    ]);
  });
});
