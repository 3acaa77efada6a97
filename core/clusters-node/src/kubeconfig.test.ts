import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PEM = Buffer.from('-----BEGIN CERTIFICATE-----');
const CA = PEM.toString('base64');
const kubeconfig = {
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'other',
  clusters: [
    {
      name: 'c',
      cluster: {
        server: 'https://127.0.0.1:6443',
        'certificate-authority-data': CA,
        'tls-server-name': 'kube',
      },
    },
    {
      name: 'insecure',
      cluster: {
        server: 'https://kube.test',
        'insecure-skip-tls-verify': true,
      },
    },
    {
      name: 'proxied',
      cluster: {
        server: 'https://kube.test',
        'proxy-url': 'http://proxy.test:3128',
      },
    },
    { name: 'metadata', cluster: { server: 'http://169.254.169.254' } },
    { name: 'plain', cluster: { server: 'http://127.0.0.1:8080' } },
  ],
  users: [
    { name: 'token', user: { token: 't0k3n' } },
    { name: 'token-file', user: { tokenFile: 'token' } },
    {
      name: 'cert',
      user: { 'client-certificate-data': CA, 'client-key-data': CA },
    },
    { name: 'as', user: { token: 't0k3n', as: 'system:admin' } },
    {
      name: 'exec',
      user: {
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1',
          command: process.execPath,
          interactiveMode: 'Never',
          args: [
            '-e',
            'console.log(JSON.stringify({apiVersion:"client.authentication.k8s.io/v1",kind:"ExecCredential",status:{token:"from-exec"}}))',
          ],
        },
      },
    },
  ],
  contexts: [
    { name: 'by-token', context: { cluster: 'c', user: 'token' } },
    { name: 'by-token-file', context: { cluster: 'c', user: 'token-file' } },
    { name: 'insecure', context: { cluster: 'insecure', user: 'token' } },
    { name: 'proxied', context: { cluster: 'proxied', user: 'token' } },
    { name: 'by-cert', context: { cluster: 'c', user: 'cert' } },
    { name: 'by-exec', context: { cluster: 'c', user: 'exec' } },
    { name: 'as-other', context: { cluster: 'c', user: 'as' } },
    { name: 'to-metadata', context: { cluster: 'metadata', user: 'token' } },
    { name: 'plain', context: { cluster: 'plain', user: 'token' } },
    { name: 'to-nowhere', context: { cluster: 'gone', user: 'token' } },
  ],
};

const nodeTransform = require.resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);
const probe = join(__dirname, '__testUtils__', 'kubeconfigProbe.ts');

describe('kubeconfigCluster', () => {
  const contexts = kubeconfig.contexts.map(({ name }) => name);
  let folder: string;
  let file: string;
  let missing: string;
  let found: Array<{
    endpoint: Record<string, unknown>;
    credential: Record<string, unknown>;
  }>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slipway-kubeconfig-'));
    file = join(folder, 'config');
    missing = join(folder, 'missing');
    await writeFile(file, JSON.stringify(kubeconfig));
    await writeFile(join(folder, 'token'), 'from-file\n');
    const pairs = [
      ...contexts.map(context => [file, context]),
      [file, 'not-there'],
      [missing, 'by-token'],
    ];
    const { stdout } = await promisify(execFile)(process.execPath, [
      '-r',
      nodeTransform,
      probe,
      ...pairs.flat(),
    ]);
    found = JSON.parse(stdout);
  }, 120_000);

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  const of = (context: string) => found[contexts.indexOf(context)];

  it('reads the address and trust of the named context, not of the current one', () => {
    expect(of('by-token').endpoint).toEqual({
      server: 'https://127.0.0.1:6443/',
      ca: PEM.toJSON(),
      serverName: 'kube',
    });
  });

  it.each([
    ['by-token', { authorization: 'Bearer t0k3n' }],
    ['by-token-file', { authorization: 'Bearer from-file' }],
    ['by-exec', { authorization: 'Bearer from-exec' }],
    ['by-cert', { cert: PEM.toJSON(), key: PEM.toJSON() }],
  ])('reads credentials %s', (context, credential) => {
    expect(of(context).credential).toEqual(credential);
  });

  it('says why no credential is sent to a server without TLS', () => {
    expect(of('plain').credential.error).toBe(
      'slipway.kubeconfig.context: the cluster of context plain has a server without TLS: credentials are sent to it only with insecure-skip-tls-verify: true',
    );
  });

  it('follows insecure-skip-tls-verify, and never a proxy-url', () => {
    expect(of('insecure').endpoint).toEqual({
      server: 'https://kube.test/',
      skipTLSVerify: true,
    });
    const refused =
      'slipway.kubeconfig.context: the cluster of context proxied has proxy-url, which is not supported: the portal reaches API servers directly';
    expect(of('proxied').endpoint.error).toBe(refused);
    expect(of('proxied').credential.error).toBe(refused);
  });

  it('refuses contexts that are broken, impersonate or lead to metadata', () => {
    expect(of('to-nowhere').endpoint.error).toBe(
      `slipway.kubeconfig.context: context to-nowhere names a cluster that is not in ${file}`,
    );
    expect(of('as-other').credential.error).toBe(
      'slipway.kubeconfig.context: the user of context as-other has as, which is not supported: the portal impersonates whoever is signed in (slipway.clusters.<name>.impersonate)',
    );
    expect(of('to-metadata').endpoint.error).toBe(
      `Server of context to-metadata in ${file} points at a link-local or metadata address, which is blocked`,
    );
  });

  it('says what is not there', () => {
    const [noContext, noFile] = found.slice(contexts.length);
    expect(noContext.endpoint.error).toBe(
      `slipway.kubeconfig.context: ${file} has no context not-there`,
    );
    expect(noFile.endpoint.error).toBe(
      `slipway.kubeconfig.file: ${missing} cannot be read as a kubeconfig`,
    );
  });
});
