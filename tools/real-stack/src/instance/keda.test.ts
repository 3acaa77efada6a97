import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { moduleText } from '../build/cache.ts';
import type { KedaPaths } from '../build/keda.ts';
import { instancePaths } from '../paths.ts';
import { collectionOf } from './apply.ts';
import { componentsWith } from './components.ts';
import {
  adapterApi,
  kedaAdapterLine,
  kedaObjects,
  kedaOperatorLine,
  kedaWebhooksLine,
} from './keda.ts';
import { KEDA_ADAPTER_HOST } from './kedaNames.ts';
import { portsOfBlock } from './ports.ts';

const root = resolve(__dirname, '..', '..', '..', '..');
const paths = instancePaths('/repo', 'one');
const ports = portsOfBlock(0);
const built: KedaPaths = {
  dir: '/cache',
  bin: '/cache/bin',
  manifests: '/cache/manifests.json',
};

const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'keda-operator', namespace: 'keda' },
};
const api = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.external.metrics.k8s.io' },
  spec: {
    service: { name: 'keda-metrics-apiserver', namespace: 'keda' },
    group: 'external.metrics.k8s.io',
    version: 'v1beta1',
  },
};
const webhook = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'keda-admission' },
  webhooks: [
    {
      name: 'vscaledobject.kb.io',
      clientConfig: {
        service: { path: '/validate-keda-sh-v1alpha1-scaledobject' },
      },
    },
  ],
};

describe('modules', () => {
  it('pin one version of KEDA for its kinds and its operator', () => {
    const version = (group: string) =>
      /keda\/v2 (v\S+)/.exec(moduleText(root, group).goMod)?.[1];
    expect(version('keda-operator')).toBe(version('keda'));
  });
});

describe('command lines of KEDA', () => {
  it('serve on loopback, with the ports of the instance', () => {
    expect(kedaOperatorLine(built, paths, ports).args).toEqual(
      expect.arrayContaining([
        '--metrics-bind-address=0',
        `--metrics-service-bind-address=127.0.0.1:${ports.kedaOperator}`,
      ]),
    );
    expect(kedaAdapterLine(built, paths, ports).args).toEqual(
      expect.arrayContaining([
        '--bind-address=127.0.0.1',
        `--secure-port=${ports.kedaAdapter}`,
        `--metrics-service-address=127.0.0.1:${ports.kedaOperator}`,
      ]),
    );
    expect(kedaWebhooksLine(built, paths, ports).args).toContain(
      `--port=${ports.kedaWebhooks}`,
    );
  });
});

describe('adapterApi', () => {
  it('reaches the adapter by a Service that is the name localhost', () => {
    const [service, served] = adapterApi(api, 29_444, 'Q0E=');
    expect(service.spec).toEqual({
      type: 'ExternalName',
      externalName: 'localhost',
    });
    expect(served.spec).toEqual({
      ...api.spec,
      caBundle: 'Q0E=',
      service: { ...api.spec.service, port: 29_444 },
    });
    expect(KEDA_ADAPTER_HOST).toBe('keda-metrics-apiserver.keda.svc');
  });
});

describe('kedaObjects', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'keda-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('holds back what calls the programs', () => {
    const manifests = join(dir, 'manifests.json');
    writeFileSync(manifests, JSON.stringify([account, api, webhook]));
    const { roles, calling } = kedaObjects(
      { ...built, manifests },
      'Q0E=',
      ports,
    );
    expect(roles).toEqual([account]);
    expect(calling.map(({ kind }) => kind)).toEqual([
      'ValidatingWebhookConfiguration',
      'Service',
      'APIService',
    ]);
    expect([...roles, ...calling].map(collectionOf)).toEqual([
      '/api/v1/namespaces/keda/serviceaccounts',
      '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
      '/api/v1/namespaces/keda/services',
      '/apis/apiregistration.k8s.io/v1/apiservices',
    ]);
  });
});

describe('componentsWith', () => {
  it('counts the programs of KEDA with its operator only', () => {
    expect(componentsWith(['keda'])).toEqual(componentsWith([]));
    expect(componentsWith(['keda-operator'])).toEqual([
      ...componentsWith([]),
      'keda-operator',
      'keda-adapter',
      'keda-webhooks',
    ]);
  });
});
