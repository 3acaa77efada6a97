import { copyFileSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ChaosMeshPaths } from '../build/addons.ts';
import type { Manifest } from '../build/crds.ts';
import type { InstancePaths } from '../paths.ts';
import type { CommandLine } from './components.ts';
import type { Ports } from './ports.ts';

/** Namespace of the controller, as everybody who installs Chaos Mesh calls it. */
export const CHAOS_MESH_NAMESPACE = 'chaos-mesh';

/** ServiceAccount of the controller in the chart. */
export const CHAOS_MESH_ACCOUNT = 'chaos-controller-manager';

/** While this file of the instance's `run` folder exists, the daemon's stand-in refuses every call with its first line. */
export const REFUSE_FILE = 'chaos-daemon.refuse';

/** What pods get as their image while pod-failure lasts. */
const PAUSE_IMAGE = 'registry.k8s.io/pause:3.10';

/** The stand-in of the daemon: one for all nodes. */
export function chaosDaemonLine(
  { bin }: ChaosMeshPaths,
  { run }: InstancePaths,
  ports: Ports,
): CommandLine {
  return {
    command: join(bin, 'chaos-daemon-stub'),
    args: [`127.0.0.1:${ports.chaosDaemon}`, join(run, REFUSE_FILE)],
  };
}

/** The controller with its webhooks; its settings are environment variables. */
export function chaosMeshLine(
  { bin }: ChaosMeshPaths,
  { pki }: InstancePaths,
  ports: Ports,
): CommandLine & { env: Record<string, string> } {
  return {
    command: join(bin, 'chaos-controller-manager'),
    args: [`--kubeconfig=${join(pki, 'chaos-mesh.kubeconfig')}`],
    env: {
      NAMESPACE: CHAOS_MESH_NAMESPACE,
      TEMPLATE_NAMESPACE: CHAOS_MESH_NAMESPACE,
      WEBHOOK_HOST: '127.0.0.1',
      WEBHOOK_PORT: String(ports.chaosWebhook),
      METRICS_HOST: '127.0.0.1',
      METRICS_PORT: String(ports.chaosMetrics),
      CHAOS_DAEMON_SERVICE_PORT: String(ports.chaosDaemon),
      CERTS_DIR: join(pki, 'chaos-mesh'),
      ENABLE_LEADER_ELECTION: 'false',
      SECURITY_MODE: 'true',
      CHAOSD_SECURITY_MODE: 'false',
      POD_FAILURE_PAUSE_IMAGE: PAUSE_IMAGE,
      TARGET_NAMESPACE: '',
      CLUSTER_SCOPED: 'true',
      QPS: '100',
      BURST: '200',
    },
  };
}

/** Gives the webhook server the instance's serving certificate under the names that it reads. */
export function writeWebhookCertificate({ pki }: InstancePaths): void {
  const dir = join(pki, 'chaos-mesh');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  copyFileSync(join(pki, 'serving.crt'), join(dir, 'tls.crt'));
  copyFileSync(join(pki, 'serving.key'), join(dir, 'tls.key'));
}

/** Where the daemon is on each node, as Chaos Mesh looks it up: by the name of the slice and the node. */
export function daemonSlice(nodes: readonly string[]): Manifest {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'chaos-daemon-stub', namespace: CHAOS_MESH_NAMESPACE },
    // As a name: the API server takes no loopback address for an IP of an endpoint.
    addressType: 'FQDN',
    endpoints: nodes.map(nodeName => ({
      addresses: ['127.0.0.1'],
      conditions: { ready: true },
      nodeName,
    })),
    ports: [],
  };
}

interface Webhook {
  clientConfig: { service?: { path?: string }; [field: string]: unknown };
}

/** A webhook configuration of the chart, asked on loopback: the instance has no Services. */
export function onLoopback(
  manifest: Manifest,
  port: number,
  caBundle: string,
): Manifest {
  const webhooks = (manifest.webhooks as Webhook[]).map(webhook => ({
    ...webhook,
    clientConfig: {
      caBundle,
      url: `https://127.0.0.1:${port}${
        webhook.clientConfig.service?.path ?? ''
      }`,
    },
  }));
  return { ...manifest, webhooks };
}

/** The objects of Chaos Mesh in the order in which they are needed; webhooks only once the controller answers. */
export function chaosMeshObjects(
  built: ChaosMeshPaths,
  caBundle: string,
  webhookPort: number,
  nodes: readonly string[],
): { crds: Manifest[]; roles: Manifest[]; webhooks: Manifest[] } {
  const manifests: Manifest[] = JSON.parse(
    readFileSync(built.manifests, 'utf8'),
  );
  const isWebhook = ({ kind }: Manifest) =>
    kind.endsWith('WebhookConfiguration');
  return {
    crds: readCrds(built.crds),
    roles: [...manifests.filter(one => !isWebhook(one)), daemonSlice(nodes)],
    webhooks: manifests
      .filter(isWebhook)
      .map(one => onLoopback(one, webhookPort, caBundle)),
  };
}

/** CRDs of a folder of the cache. */
export function readCrds(dir: string): Manifest[] {
  return readdirSync(dir)
    .sort()
    .map(file => JSON.parse(readFileSync(join(dir, file), 'utf8')));
}

/** True when something accepts connections on the port. */
export function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 2_000 });
    const end = (outcome: boolean) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
