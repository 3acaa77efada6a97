import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChaosMeshPaths } from '../build/addons.ts';
import { instancePaths } from '../paths.ts';
import { collectionOf } from './apply.ts';
import {
  chaosDaemonLine,
  chaosMeshLine,
  chaosMeshObjects,
  daemonSlice,
  onLoopback,
} from './chaosMesh.ts';
import { componentsWith } from './components.ts';
import { portsOfBlock } from './ports.ts';

const paths = instancePaths('/repo', 'one');
const ports = portsOfBlock(0);
const built: ChaosMeshPaths = {
  dir: '/cache',
  bin: '/cache/bin',
  crds: '/cache/crds',
  manifests: '/cache/manifests.json',
};

const webhook = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingWebhookConfiguration',
  metadata: { name: 'chaos-mesh-validation' },
  webhooks: [
    {
      name: 'vpodchaos.kb.io',
      failurePolicy: 'Fail',
      clientConfig: {
        service: {
          name: 'chaos-mesh-controller-manager',
          namespace: 'chaos-mesh',
          path: '/validate-chaos-mesh-org-v1alpha1-podchaos',
        },
      },
    },
  ],
};

describe('command lines of Chaos Mesh', () => {
  it('listen on loopback only', () => {
    const { env } = chaosMeshLine(built, paths, ports);
    expect(env).toMatchObject({
      WEBHOOK_HOST: '127.0.0.1',
      METRICS_HOST: '127.0.0.1',
      WEBHOOK_PORT: String(ports.chaosWebhook),
      CHAOS_DAEMON_SERVICE_PORT: String(ports.chaosDaemon),
    });
    expect(chaosDaemonLine(built, paths, ports).args).toEqual([
      `127.0.0.1:${ports.chaosDaemon}`,
      `${paths.run}/chaos-daemon.refuse`,
    ]);
  });

  it('ask who may create a fault where', () => {
    expect(chaosMeshLine(built, paths, ports).env.SECURITY_MODE).toBe('true');
  });
});

describe('onLoopback', () => {
  it('replaces the Service by an address, and keeps everything else', () => {
    expect(onLoopback(webhook, 29_443, 'Q0E=')).toEqual({
      ...webhook,
      webhooks: [
        {
          ...webhook.webhooks[0],
          clientConfig: {
            caBundle: 'Q0E=',
            url: 'https://127.0.0.1:29443/validate-chaos-mesh-org-v1alpha1-podchaos',
          },
        },
      ],
    });
  });
});

describe('daemonSlice', () => {
  it('names every node under the name that Chaos Mesh looks for', () => {
    const slice = daemonSlice(['kwok-0', 'kwok-1']);
    expect(slice.metadata.name).toMatch(/^chaos-daemon-/);
    expect(slice.endpoints).toEqual([
      expect.objectContaining({ nodeName: 'kwok-0' }),
      expect.objectContaining({ nodeName: 'kwok-1' }),
    ]);
  });
});

describe('chaosMeshObjects', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'chaos-mesh-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('holds webhooks back from the rest', () => {
    const role = {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'r', namespace: 'chaos-mesh' },
    };
    const manifests = join(dir, 'manifests.json');
    const crds = join(dir, 'crds');
    writeFileSync(manifests, JSON.stringify([role, webhook]));
    mkdirSync(crds);
    const objects = chaosMeshObjects({ ...built, manifests, crds }, 'Q0E=', 1, [
      'kwok-0',
    ]);
    expect(objects.crds).toEqual([]);
    expect(objects.roles).toEqual([role, daemonSlice(['kwok-0'])]);
    expect(objects.webhooks.map(({ kind }) => kind)).toEqual([webhook.kind]);
  });
});

describe('collectionOf', () => {
  it.each([
    [
      daemonSlice([]),
      '/apis/discovery.k8s.io/v1/namespaces/chaos-mesh/endpointslices',
    ],
    [
      webhook,
      '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    ],
  ])('%#', (manifest, path) => {
    expect(collectionOf(manifest)).toBe(path);
  });

  it('refuses what nobody brings', () => {
    expect(() =>
      collectionOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' } }),
    ).toThrow('v1/Pod');
  });
});

describe('componentsWith', () => {
  it('counts what belongs to an add-on only where it is', () => {
    expect(componentsWith([])).not.toContain('chaos-mesh');
    expect(componentsWith(['keda'])).toEqual(componentsWith([]));
    expect(componentsWith(['chaos-mesh'])).toEqual([
      ...componentsWith([]),
      'chaos-daemon',
      'chaos-mesh',
    ]);
  });
});
