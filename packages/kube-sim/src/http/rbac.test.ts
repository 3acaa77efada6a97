import { createStore } from '../store';
import { clock } from './__testUtils__/server';
import { Attributes, Authorizer } from './rbac';
import { User } from './types';

const GROUP = 'rbac.authorization.k8s.io';
const jane: User = { name: 'jane', groups: ['devs', 'system:authenticated'] };
const robot: User = {
  name: 'system:serviceaccount:shop:robot',
  groups: ['system:serviceaccounts', 'system:authenticated'],
};
const nobody: User = {
  name: 'system:anonymous',
  groups: ['system:unauthenticated'],
};
const root: User = { name: 'root', groups: ['system:masters'] };

function authorizer() {
  const store = createStore(undefined, clock);
  const put = (kind: string, plural: string, body: object) => {
    const type = store.typeOf(kind === 'Namespace' ? '' : GROUP, plural);
    if (!type) throw new Error(plural);
    store.create(type, { kind, ...body } as Parameters<typeof store.create>[1]);
  };
  const rule = (verbs: string[], resources: string[], more: object = {}) => ({
    apiGroups: [''],
    verbs,
    resources,
    ...more,
  });
  put('Namespace', 'namespaces', { metadata: { name: 'shop' } });
  put('Namespace', 'namespaces', { metadata: { name: 'other' } });
  put('Role', 'roles', {
    metadata: { name: 'dev', namespace: 'shop' },
    rules: [
      rule(['get', 'list'], ['pods', 'pods/log']),
      rule(['get'], ['secrets'], { resourceNames: ['mine'] }),
      rule(['patch'], ['*/status'], { apiGroups: ['apps'] }),
    ],
  });
  put('RoleBinding', 'rolebindings', {
    metadata: { name: 'dev', namespace: 'shop' },
    subjects: [{ kind: 'Group', name: 'devs' }],
    roleRef: { kind: 'Role', name: 'dev' },
  });
  put('ClusterRole', 'clusterroles', {
    metadata: { name: 'part', labels: { to: 'view' } },
    rules: [rule(['list'], ['nodes'])],
  });
  put('ClusterRole', 'clusterroles', {
    metadata: { name: 'view' },
    rules: [],
    aggregationRule: {
      clusterRoleSelectors: [{ matchLabels: { to: 'view' } }],
    },
  });
  put('ClusterRole', 'clusterroles', {
    metadata: { name: 'metrics' },
    rules: [
      { verbs: ['get'], nonResourceURLs: ['/metrics*'] },
      rule(['*'], ['*'], { apiGroups: ['*'] }),
    ],
  });
  put('ClusterRoleBinding', 'clusterrolebindings', {
    metadata: { name: 'view' },
    subjects: [{ kind: 'User', name: 'jane' }],
    roleRef: { kind: 'ClusterRole', name: 'view' },
  });
  put('RoleBinding', 'rolebindings', {
    metadata: { name: 'robot', namespace: 'other' },
    subjects: [{ kind: 'ServiceAccount', name: 'robot', namespace: 'shop' }],
    roleRef: { kind: 'ClusterRole', name: 'metrics' },
  });
  put('RoleBinding', 'rolebindings', {
    metadata: { name: 'gone', namespace: 'shop' },
    subjects: [{ kind: 'User', name: 'jane' }],
    roleRef: { kind: 'Role', name: 'gone' },
  });
  return new Authorizer(store, true);
}

const asked = (
  verb: string,
  resource: string,
  namespace?: string,
  more: Partial<Attributes> = {},
): Attributes => ({ verb, group: '', resource, namespace, ...more });

describe('Authorizer', () => {
  it.each<[string, User, Attributes, boolean]>([
    ['a role in its namespace', jane, asked('list', 'pods', 'shop'), true],
    [
      'a role in another namespace',
      jane,
      asked('list', 'pods', 'other'),
      false,
    ],
    ['a role in the whole cluster', jane, asked('list', 'pods'), false],
    ['another verb', jane, asked('delete', 'pods', 'shop'), false],
    [
      'another group of kinds',
      jane,
      asked('list', 'pods', 'shop', { group: 'apps' }),
      false,
    ],
    [
      'a subresource that is named',
      jane,
      asked('get', 'pods/log', 'shop'),
      true,
    ],
    [
      'a subresource that is not',
      jane,
      asked('get', 'pods/exec', 'shop'),
      false,
    ],
    [
      'any status',
      jane,
      asked('patch', 'deployments/status', 'shop', { group: 'apps' }),
      true,
    ],
    [
      'a name that is named',
      jane,
      asked('get', 'secrets', 'shop', { name: 'mine' }),
      true,
    ],
    [
      'a name that is not',
      jane,
      asked('get', 'secrets', 'shop', { name: 'yours' }),
      false,
    ],
    [
      'no name where one is named',
      jane,
      asked('list', 'secrets', 'shop'),
      false,
    ],
    ['an aggregated cluster role', jane, asked('list', 'nodes'), true],
    [
      'a cluster role bound in a namespace',
      robot,
      asked('delete', 'pods', 'other'),
      true,
    ],
    ['the same elsewhere', robot, asked('delete', 'pods', 'shop'), false],
    ['system:masters', root, asked('delete', 'nodes'), true],
    ['nobody', nobody, asked('list', 'pods', 'shop'), false],
    [
      'asking about oneself',
      robot,
      asked('create', 'selfsubjectaccessreviews', undefined, {
        group: 'authorization.k8s.io',
      }),
      true,
    ],
    [
      'nobody asking about himself',
      nobody,
      asked('create', 'selfsubjectaccessreviews', undefined, {
        group: 'authorization.k8s.io',
      }),
      false,
    ],
  ])('%s', (_what, user, attributes, expected) => {
    expect(authorizer().allows(user, attributes)).toBe(expected);
  });

  it.each<[User, string, boolean]>([
    [nobody, '/healthz', true],
    [nobody, '/version', true],
    [nobody, '/api', false],
    [jane, '/apis/apps/v1', true],
    [jane, '/metrics', false],
    [root, '/metrics', true],
    [robot, '/metrics', false],
  ])('%j at %s', (user, path, expected) => {
    expect(authorizer().allowsPath(user, 'get', path)).toBe(expected);
  });
});
