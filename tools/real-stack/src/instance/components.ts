import { join } from 'node:path';
import type { InstanceAddon } from '../build/addons.ts';
import type { InstancePaths } from '../paths.ts';
import type { Ports } from './ports.ts';

/** Components in the order in which they depend on each other; `down` ends them from the last to the first. */
export const COMPONENTS = [
  'etcd',
  'apiserver',
  'controller-manager',
  'scheduler',
  'kwok',
  'rollouts',
  'exporter',
  'prometheus',
  'chaos-daemon',
  'chaos-mesh',
  'keda-operator',
  'keda-adapter',
  'keda-webhooks',
  'watchdog',
] as const;

export type ComponentName = (typeof COMPONENTS)[number];

/** Components that an instance has with the add-on only. */
const COMPONENTS_OF: Readonly<Record<InstanceAddon, readonly string[]>> = {
  'chaos-mesh': ['chaos-daemon', 'chaos-mesh'],
  keda: [],
  trivy: [],
  'keda-operator': ['keda-operator', 'keda-adapter', 'keda-webhooks'],
};

/** Components of an instance with these add-ons; the watchdog is none that it needs. */
export function componentsWith(
  addons: readonly InstanceAddon[],
): ComponentName[] {
  const absent = Object.entries(COMPONENTS_OF).flatMap(([addon, names]) =>
    addons.some(one => one === addon) ? [] : names,
  );
  return COMPONENTS.filter(
    name => name !== 'watchdog' && !absent.includes(name),
  );
}

/** Name in the certificate with which the API server hands requests on. */
export const FRONT_PROXY = 'front-proxy-client';

/** Where the programs are. */
export interface ProgramPaths {
  bin: string;
  prometheus: string;
}

/** A program with its arguments. */
export interface CommandLine {
  command: string;
  args: string[];
}

function etcd(
  bin: string,
  { pki, data }: InstancePaths,
  ports: Ports,
): CommandLine {
  const client = `https://127.0.0.1:${ports.etcd}`;
  const peer = `https://127.0.0.1:${ports.etcdPeer}`;
  return {
    command: join(bin, 'etcd'),
    args: [
      '--name=real-stack',
      `--data-dir=${join(data, 'etcd')}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=real-stack=${peer}`,
      `--cert-file=${join(pki, 'etcd.crt')}`,
      `--key-file=${join(pki, 'etcd.key')}`,
      `--trusted-ca-file=${join(pki, 'ca.crt')}`,
      '--client-cert-auth',
      `--peer-cert-file=${join(pki, 'etcd.crt')}`,
      `--peer-key-file=${join(pki, 'etcd.key')}`,
      `--peer-trusted-ca-file=${join(pki, 'ca.crt')}`,
      '--peer-client-cert-auth',
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
  };
}

function apiserver(
  bin: string,
  { pki }: InstancePaths,
  ports: Ports,
): CommandLine {
  return {
    command: join(bin, 'kube-apiserver'),
    args: [
      '--bind-address=127.0.0.1',
      `--secure-port=${ports.apiserver}`,
      '--advertise-address=127.0.0.1',
      '--endpoint-reconciler-type=none',
      `--etcd-servers=https://127.0.0.1:${ports.etcd}`,
      `--etcd-cafile=${join(pki, 'ca.crt')}`,
      `--etcd-certfile=${join(pki, 'apiserver-etcd.crt')}`,
      `--etcd-keyfile=${join(pki, 'apiserver-etcd.key')}`,
      `--tls-cert-file=${join(pki, 'apiserver.crt')}`,
      `--tls-private-key-file=${join(pki, 'apiserver.key')}`,
      `--client-ca-file=${join(pki, 'ca.crt')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${join(pki, 'service-account.pub')}`,
      `--service-account-signing-key-file=${join(pki, 'service-account.key')}`,
      '--authorization-mode=Node,RBAC',
      '--anonymous-auth=false',
      // Aggregation: requests that another API server answers carry the user in headers.
      `--proxy-client-cert-file=${join(pki, 'front-proxy.crt')}`,
      `--proxy-client-key-file=${join(pki, 'front-proxy.key')}`,
      `--requestheader-client-ca-file=${join(pki, 'ca.crt')}`,
      `--requestheader-allowed-names=${FRONT_PROXY}`,
      '--requestheader-username-headers=X-Remote-User',
      '--requestheader-group-headers=X-Remote-Group',
      '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      '--service-cluster-ip-range=10.96.0.0/16',
      '--allow-privileged=true',
      '--profiling=false',
    ],
  };
}

function kubeController(
  bin: string,
  program: string,
  { pki }: InstancePaths,
  user: string,
  port: number,
): CommandLine {
  const config = join(pki, `${user}.kubeconfig`);
  return {
    command: join(bin, program),
    args: [
      `--kubeconfig=${config}`,
      `--authentication-kubeconfig=${config}`,
      `--authorization-kubeconfig=${config}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--tls-cert-file=${join(pki, 'serving.crt')}`,
      `--tls-private-key-file=${join(pki, 'serving.key')}`,
      '--leader-elect=false',
      '--profiling=false',
      '--kube-api-qps=100',
      '--kube-api-burst=200',
    ],
  };
}

function controllerManager(
  bin: string,
  paths: InstancePaths,
  ports: Ports,
): CommandLine {
  const line = kubeController(
    bin,
    'kube-controller-manager',
    paths,
    'controller-manager',
    ports.controllerManager,
  );
  line.args.push(
    `--service-account-private-key-file=${join(
      paths.pki,
      'service-account.key',
    )}`,
    `--root-ca-file=${join(paths.pki, 'ca.crt')}`,
    '--use-service-account-credentials=true',
  );
  return line;
}

function kwok(
  bin: string,
  { pki, run }: InstancePaths,
  ports: Ports,
): CommandLine {
  return {
    command: join(bin, 'kwok'),
    args: [
      `--kubeconfig=${join(pki, 'kwok.kubeconfig')}`,
      `--config=${join(run, 'kwok.yaml')}`,
      '--manage-all-nodes=false',
      '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      '--node-lease-duration-seconds=40',
      `--server-address=127.0.0.1:${ports.kwok}`,
      `--node-port=${ports.kwok}`,
      '--node-ip=127.0.0.1',
      '--cidr=10.244.0.0/16',
      `--tls-cert-file=${join(pki, 'serving.crt')}`,
      `--tls-private-key-file=${join(pki, 'serving.key')}`,
      '--v=WARN',
    ],
  };
}

function rollouts(
  bin: string,
  { pki }: InstancePaths,
  ports: Ports,
): CommandLine {
  return {
    command: join(bin, 'rollouts-controller'),
    args: [
      `--kubeconfig=${join(pki, 'argo-rollouts.kubeconfig')}`,
      '--namespace=argo-rollouts',
      '--leader-elect=false',
      `--metricsPort=${ports.rolloutsMetrics}`,
      `--healthzPort=${ports.rolloutsHealth}`,
      '--loglevel=info',
      '--qps=100',
      '--burst=200',
    ],
  };
}

function prometheus(
  program: string,
  { data, run }: InstancePaths,
  ports: Ports,
): CommandLine {
  return {
    command: program,
    args: [
      `--config.file=${join(run, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(data, 'prometheus')}`,
      '--storage.tsdb.retention.time=6h',
      `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      '--log.level=warn',
    ],
  };
}

/** Components of which others say how they are started. */
type StartedElsewhere =
  | 'exporter'
  | 'watchdog'
  | 'chaos-daemon'
  | 'chaos-mesh'
  | 'keda-operator'
  | 'keda-adapter'
  | 'keda-webhooks';

/** Command lines of the platform's programs; the exporter and the watchdog are scripts of this package. */
export function commandLines(
  programs: ProgramPaths,
  paths: InstancePaths,
  ports: Ports,
): Record<Exclude<ComponentName, StartedElsewhere>, CommandLine> {
  const { bin } = programs;
  return {
    etcd: etcd(bin, paths, ports),
    apiserver: apiserver(bin, paths, ports),
    'controller-manager': controllerManager(bin, paths, ports),
    scheduler: kubeController(
      bin,
      'kube-scheduler',
      paths,
      'scheduler',
      ports.scheduler,
    ),
    kwok: kwok(bin, paths, ports),
    rollouts: rollouts(bin, paths, ports),
    prometheus: prometheus(programs.prometheus, paths, ports),
  };
}
