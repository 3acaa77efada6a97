import { checkedContext } from './kubeconfigFields';

const kubeconfig = (cluster: object, user: object | null) => ({
  clusters: [
    { name: 'c', cluster: { server: 'https://kube.test', ...cluster } },
    { name: 'other', cluster: { 'proxy-url': 'http://proxy.test' } },
  ],
  users: [
    { name: 'u', user },
    { name: 'other', user: { as: 'system:admin' } },
  ],
  contexts: [{ name: 'dev', context: { cluster: 'c', user: 'u' } }],
});

describe('checkedContext', () => {
  it.each<[string, object, object | null]>([
    ['nothing', {}, null],
    ['certificate-authority', { 'certificate-authority': '/ca.crt' }, {}],
    ['tls-server-name', { 'tls-server-name': 'kube' }, {}],
    ['insecure-skip-tls-verify', { 'insecure-skip-tls-verify': true }, {}],
    ['disable-compression', { 'disable-compression': true }, {}],
    ['an empty proxy-url', { 'proxy-url': '' }, {}],
    ['token', {}, { token: 't0k3n' }],
    ['client-certificate', {}, { 'client-certificate': '/c.crt' }],
    ['exec', {}, { exec: { command: 'login' } }],
    ['auth-provider', {}, { 'auth-provider': { name: 'oidc' } }],
    ['no username', {}, { username: null }],
  ])('takes %s', (_, cluster, user) => {
    expect(checkedContext(kubeconfig(cluster, user), 'dev')).toEqual({
      server: 'https://kube.test',
    });
  });

  it('takes the file of a token', () => {
    expect(
      checkedContext(kubeconfig({}, { tokenFile: 'token' }), 'dev'),
    ).toEqual({ server: 'https://kube.test', tokenFile: 'token' });
  });

  it.each<[string, string, object, object]>([
    ['proxy-url', 'cluster', { 'proxy-url': 'http://proxy.test:3128' }, {}],
    ['as', 'user', {}, { as: 'system:admin' }],
    ['as-uid', 'user', {}, { 'as-uid': '0' }],
    ['as-groups', 'user', {}, { 'as-groups': ['system:masters'] }],
    ['as-user-extra', 'user', {}, { 'as-user-extra': { a: ['b'] } }],
    ['username', 'user', {}, { username: 'admin', password: 'hunter2' }],
    ['password', 'user', {}, { password: 'hunter2' }],
  ])('refuses %s', (field, of, cluster, user) => {
    const check = () => checkedContext(kubeconfig(cluster, user), 'dev');
    expect(check).toThrow(
      `slipway.kubeconfig.context: the ${of} of context dev has ${field}, which is not supported: `,
    );
    expect(check).not.toThrow(/hunter2|system:|proxy\.test/);
  });

  it('names what is not of the form of a kubeconfig', () => {
    expect(() =>
      checkedContext({ ...kubeconfig({}, {}), contexts: [{ name: 'x' }] }, 'x'),
    ).toThrow('slipway.kubeconfig.file: contexts.0.context Required');
  });
});
