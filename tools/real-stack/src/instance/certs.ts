import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ExplainedError } from '../errors.ts';
import { FRONT_PROXY } from './components.ts';
import { KEDA_ADAPTER_HOST } from './kedaNames.ts';
import { kubeconfig } from './kubeconfig.ts';

const run = promisify(execFile);

interface Certificate {
  name: string;
  subject: string;
  usages: string;
  alternativeNames?: string;
}

const loopback = 'IP:127.0.0.1,DNS:localhost';

/** Certificates of one instance. Subjects are the user and group names that Kubernetes' own roles expect. */
const certificates: readonly Certificate[] = [
  {
    name: 'apiserver',
    subject: '/CN=kube-apiserver',
    usages: 'serverAuth',
    alternativeNames: `${loopback},IP:10.96.0.1,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc`,
  },
  {
    name: 'etcd',
    subject: '/CN=etcd',
    usages: 'serverAuth,clientAuth',
    alternativeNames: loopback,
  },
  {
    name: 'apiserver-etcd',
    subject: '/CN=apiserver-etcd',
    usages: 'clientAuth',
  },
  {
    name: 'serving',
    subject: '/CN=real-stack-serving',
    usages: 'serverAuth',
    alternativeNames: loopback,
  },
  {
    name: 'admin',
    subject: '/O=system:masters/CN=admin',
    usages: 'clientAuth',
  },
  {
    name: 'controller-manager',
    subject: '/CN=system:kube-controller-manager',
    usages: 'clientAuth',
  },
  {
    name: 'scheduler',
    subject: '/CN=system:kube-scheduler',
    usages: 'clientAuth',
  },
  { name: 'kwok', subject: '/CN=slipway:kwok', usages: 'clientAuth' },
  { name: 'exporter', subject: '/CN=slipway:exporter', usages: 'clientAuth' },
  { name: 'front-proxy', subject: `/CN=${FRONT_PROXY}`, usages: 'clientAuth' },
  {
    name: 'keda',
    subject: '/CN=keda',
    usages: 'serverAuth,clientAuth',
    alternativeNames: `${loopback},DNS:${KEDA_ADAPTER_HOST}`,
  },
];

/** Users that get a kubeconfig of their own. */
const kubeconfigUsers = ['admin', 'controller-manager', 'scheduler', 'kwok'];

function writeKey(file: string): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(file, privateKey.export({ type: 'sec1', format: 'pem' }), {
    mode: 0o600,
  });
}

async function openssl(args: string[]): Promise<void> {
  try {
    await run('openssl', args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new ExplainedError(
        'openssl is not on PATH: install it (Debian: apt-get install openssl) and try again.',
      );
    }
    throw error;
  }
}

async function issue(pki: string, certificate: Certificate): Promise<void> {
  const file = (suffix: string) => join(pki, `${certificate.name}.${suffix}`);
  writeKey(file('key'));
  writeFileSync(
    file('ext'),
    [
      'basicConstraints=CA:FALSE',
      'keyUsage=digitalSignature,keyEncipherment',
      `extendedKeyUsage=${certificate.usages}`,
      ...(certificate.alternativeNames
        ? [`subjectAltName=${certificate.alternativeNames}`]
        : []),
      '',
    ].join('\n'),
  );
  await openssl([
    'req',
    '-new',
    '-key',
    file('key'),
    '-subj',
    certificate.subject,
    '-out',
    file('csr'),
  ]);
  await openssl([
    'x509',
    '-req',
    '-in',
    file('csr'),
    '-CA',
    join(pki, 'ca.crt'),
    '-CAkey',
    join(pki, 'ca.key'),
    '-set_serial',
    String(Date.now()) + String(certificates.indexOf(certificate)),
    '-days',
    '3650',
    '-extfile',
    file('ext'),
    '-out',
    file('crt'),
  ]);
  rmSync(file('csr'));
  rmSync(file('ext'));
}

/**
 * Makes a throw-away authority, certificates and kubeconfigs for one instance in
 * `pki`; those that are there stay. Needs `openssl`.
 */
export async function ensureCertificates(
  pki: string,
  apiserverPort: number,
): Promise<void> {
  const done = join(pki, 'complete');
  if (existsSync(done)) {
    // An instance of an older version has its authority, but not every certificate.
    await Promise.all(
      certificates
        .filter(({ name }) => !existsSync(join(pki, `${name}.crt`)))
        .map(certificate => issue(pki, certificate)),
    );
    return;
  }
  mkdirSync(pki, { recursive: true, mode: 0o700 });
  writeKey(join(pki, 'ca.key'));
  await openssl([
    'req',
    '-x509',
    '-new',
    '-key',
    join(pki, 'ca.key'),
    '-days',
    '3650',
    '-subj',
    '/CN=slipway-real-stack',
    '-out',
    join(pki, 'ca.crt'),
    '-addext',
    'keyUsage=critical,keyCertSign,cRLSign,digitalSignature',
  ]);
  await Promise.all(certificates.map(certificate => issue(pki, certificate)));
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  writeFileSync(
    join(pki, 'service-account.key'),
    privateKey.export({ type: 'sec1', format: 'pem' }),
    { mode: 0o600 },
  );
  writeFileSync(
    join(pki, 'service-account.pub'),
    publicKey.export({ type: 'spki', format: 'pem' }),
    { mode: 0o600 },
  );
  for (const user of kubeconfigUsers) {
    const text = kubeconfig({
      server: `https://127.0.0.1:${apiserverPort}`,
      caData: readFileSync(join(pki, 'ca.crt')).toString('base64'),
      user: {
        name: user,
        certificateData: readFileSync(join(pki, `${user}.crt`)).toString(
          'base64',
        ),
        keyData: readFileSync(join(pki, `${user}.key`)).toString('base64'),
      },
    });
    writeFileSync(join(pki, `${user}.kubeconfig`), text, { mode: 0o600 });
  }
  writeFileSync(done, '', { mode: 0o600 });
}
