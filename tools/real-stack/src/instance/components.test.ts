import { instancePaths } from '../paths.ts';
import { commandLines } from './components.ts';
import { portsOfBlock } from './ports.ts';

const paths = instancePaths('/repo', 'one');
const ports = portsOfBlock(0);
const lines = commandLines(
  { bin: '/cache/bin', prometheus: '/usr/bin/prometheus' },
  paths,
  ports,
);

describe('commandLines', () => {
  it('starts programs of the cache, and Prometheus from where it was found', () => {
    expect(
      Object.fromEntries(
        Object.entries(lines).map(([name, { command }]) => [name, command]),
      ),
    ).toEqual({
      etcd: '/cache/bin/etcd',
      apiserver: '/cache/bin/kube-apiserver',
      'controller-manager': '/cache/bin/kube-controller-manager',
      scheduler: '/cache/bin/kube-scheduler',
      kwok: '/cache/bin/kwok',
      rollouts: '/cache/bin/rollouts-controller',
      prometheus: '/usr/bin/prometheus',
    });
  });

  it.each(Object.entries(lines))(
    '%s names no address but loopback',
    (_, { args }) => {
      const addresses = args
        .join(' ')
        .matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b(?!\/)/g);
      expect(
        [...addresses]
          .map(([address]) => address)
          .filter(a => a !== '127.0.0.1'),
      ).toEqual([]);
    },
  );

  it.each([
    ['apiserver', '--anonymous-auth=false'],
    ['apiserver', '--authorization-mode=Node,RBAC'],
    ['etcd', '--client-cert-auth'],
    ['controller-manager', '--use-service-account-credentials=true'],
    ['kwok', `--kubeconfig=${paths.pki}/kwok.kubeconfig`],
    ['rollouts', `--kubeconfig=${paths.pki}/argo-rollouts.kubeconfig`],
  ] as const)('%s keeps %s', (component, argument) => {
    expect(lines[component].args).toContain(argument);
  });

  it('keeps everything that is written inside the instance', () => {
    const written = Object.values(lines)
      .flatMap(({ args }) => args)
      .filter(arg => /^--(data-dir|storage\.tsdb\.path)=/.test(arg));
    expect(written).toHaveLength(2);
    expect(written.every(arg => arg.includes(`=${paths.data}/`))).toBe(true);
  });
});
