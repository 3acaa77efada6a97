import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KedaPaths } from '../build/keda.ts';
import type { Manifest } from '../build/crds.ts';
import type { InstancePaths } from '../paths.ts';
import { onLoopback } from './chaosMesh.ts';
import type { CommandLine } from './components.ts';
import { KEDA_ADAPTER_SERVICE, KEDA_NAMESPACE } from './kedaNames.ts';
import type { Ports } from './ports.ts';

type LineWithEnvironment = CommandLine & { env: Record<string, string> };

/** Folder with the certificate of KEDA's programs, under the names that they read. */
const certificates = ({ pki }: InstancePaths) => join(pki, 'keda');

const configOf = ({ pki }: InstancePaths) => join(pki, 'keda.kubeconfig');

const environment = (paths: InstancePaths): Record<string, string> => ({
  KUBECONFIG: configOf(paths),
  KEDA_CLUSTER_OBJECT_NAMESPACE: KEDA_NAMESPACE,
  POD_NAMESPACE: KEDA_NAMESPACE,
  POD_NAME: 'keda-0',
  WATCH_NAMESPACE: '',
});

/** The operator: asks triggers, makes HorizontalPodAutoscalers, scales between 0 and 1. */
export function kedaOperatorLine(
  { bin }: KedaPaths,
  paths: InstancePaths,
  ports: Ports,
): LineWithEnvironment {
  return {
    command: join(bin, 'keda-operator'),
    args: [
      '--metrics-bind-address=0',
      '--health-probe-bind-address=0',
      `--metrics-service-bind-address=127.0.0.1:${ports.kedaOperator}`,
      `--cert-dir=${certificates(paths)}`,
      '--enable-cert-rotation=false',
      '--enable-webhook-patching=false',
      '--enable-apiservice-patching=false',
      '--leader-elect=false',
      '--kube-api-qps=100',
      '--kube-api-burst=200',
      '--zap-log-level=info',
    ],
    env: environment(paths),
  };
}

/** The metrics adapter: an API server of its own, from which autoscalers read what the operator knows. */
export function kedaAdapterLine(
  { bin }: KedaPaths,
  paths: InstancePaths,
  ports: Ports,
): LineWithEnvironment {
  const config = configOf(paths);
  const certs = certificates(paths);
  return {
    command: join(bin, 'keda-adapter'),
    args: [
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.kedaAdapter}`,
      `--port=${ports.kedaAdapterMetrics}`,
      `--metrics-service-address=127.0.0.1:${ports.kedaOperator}`,
      `--cert-dir=${certs}`,
      `--tls-cert-file=${join(certs, 'tls.crt')}`,
      `--tls-private-key-file=${join(certs, 'tls.key')}`,
      `--client-ca-file=${join(certs, 'ca.crt')}`,
      `--lister-kubeconfig=${config}`,
      `--authentication-kubeconfig=${config}`,
      `--authorization-kubeconfig=${config}`,
    ],
    env: environment(paths),
  };
}

/** The admission webhooks. */
export function kedaWebhooksLine(
  { bin }: KedaPaths,
  paths: InstancePaths,
  ports: Ports,
): LineWithEnvironment {
  return {
    command: join(bin, 'keda-webhooks'),
    args: [
      '--metrics-bind-address=0',
      '--health-probe-bind-address=0',
      `--port=${ports.kedaWebhooks}`,
      `--cert-dir=${certificates(paths)}`,
      '--zap-log-level=info',
    ],
    env: environment(paths),
  };
}

/** Gives KEDA's programs the instance's certificate, with which they serve and know each other. */
export function writeKedaCertificates(paths: InstancePaths): void {
  const dir = certificates(paths);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const [from, to] of [
    ['ca.crt', 'ca.crt'],
    ['keda.crt', 'tls.crt'],
    ['keda.key', 'tls.key'],
  ]) {
    copyFileSync(join(paths.pki, from), join(dir, to));
  }
}

/**
 * The adapter's API, asked on loopback. An APIService names a Service, and the
 * API server takes no loopback address for an endpoint: hence a Service that is
 * the name `localhost`.
 */
export function adapterApi(
  manifest: Manifest,
  port: number,
  caBundle: string,
): Manifest[] {
  const service = { name: KEDA_ADAPTER_SERVICE, namespace: KEDA_NAMESPACE };
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: service,
      spec: { type: 'ExternalName', externalName: 'localhost' },
    },
    {
      ...manifest,
      spec: {
        ...(manifest.spec as Record<string, unknown>),
        caBundle,
        service: { ...service, port },
      },
    },
  ];
}

/** The objects of KEDA in the order in which they are needed: what calls its programs comes when they answer. */
export function kedaObjects(
  { manifests }: KedaPaths,
  caBundle: string,
  ports: Ports,
): { roles: Manifest[]; calling: Manifest[] } {
  const all: Manifest[] = JSON.parse(readFileSync(manifests, 'utf8'));
  const isWebhook = ({ kind }: Manifest) =>
    kind.endsWith('WebhookConfiguration');
  const isApi = ({ kind }: Manifest) => kind === 'APIService';
  return {
    roles: all.filter(one => !isWebhook(one) && !isApi(one)),
    calling: [
      ...all
        .filter(isWebhook)
        .map(one => onLoopback(one, ports.kedaWebhooks, caBundle)),
      ...all
        .filter(isApi)
        .flatMap(one => adapterApi(one, ports.kedaAdapter, caBundle)),
    ],
  };
}
