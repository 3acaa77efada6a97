import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { RequestOptions } from 'node:https';
import { SecureContextOptions } from 'node:tls';
import { InputError } from '@backstage/errors';
import type { Cluster, KubeConfig } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { checkedContext } from './config/kubeconfigFields';
import { KubeconfigSettings } from './config/schema';
import { checkedBaseUrl } from './http/addressGuard';
import { Endpoint } from './http/ClusterConnection';
import { Credential } from './http/credentials';

/** One context of a kubeconfig file, read again each time so that renewed credentials count. */
export interface KubeconfigCluster {
  /** Name of the cluster in Slipway: the context's name. */
  name: string;
  endpoint(): Promise<Endpoint>;
  credential(): Promise<Credential>;
}

/**
 * The cluster that `slipway.kubeconfig` names. The file is the one that was
 * configured, never one from the environment.
 */
export function kubeconfigCluster(
  settings: KubeconfigSettings,
): KubeconfigCluster {
  return {
    name: settings.context,
    endpoint: async () => {
      const { cluster } = await read(settings);
      const ca = cluster.caFile
        ? await readFile(cluster.caFile)
        : Buffer.from(cluster.caData ?? '', 'base64');
      return {
        server: checkedBaseUrl(
          `Server of context ${settings.context} in ${settings.file}`,
          cluster.server,
        ),
        ...(ca.length > 0 && { ca }),
        ...(cluster.skipTLSVerify && { skipTLSVerify: true }),
        ...(cluster.tlsServerName && { serverName: cluster.tlsServerName }),
      };
    },
    credential: async () => {
      const { cluster, kubeconfig, tokenFile } = await read(settings);
      if (
        new URL(cluster.server).protocol === 'http:' &&
        !cluster.skipTLSVerify
      ) {
        throw new InputError(
          `slipway.kubeconfig.context: the cluster of context ${settings.context} has a server without TLS: credentials are sent to it only with insecure-skip-tls-verify: true`,
        );
      }
      const options: RequestOptions & SecureContextOptions = {};
      await kubeconfig.applyToHTTPSOptions(options);
      const authorization = tokenFile
        ? `Bearer ${(await readFile(tokenFile, 'utf8')).trim()}`
        : new Map(Object.entries(options.headers ?? {})).get('Authorization');
      return {
        ...(typeof authorization === 'string' && { authorization }),
        ...pem('cert', options.cert),
        ...pem('key', options.key),
      };
    },
  };
}

/**
 * To be asked at the start: whether the file is there, has the context, and
 * asks for nothing that would silently not be done.
 *
 * @throws InputError that names the key and the field
 */
export async function checkKubeconfig(
  settings: KubeconfigSettings,
): Promise<void> {
  await kubeconfigCluster(settings).endpoint();
}

/**
 * Address of the API server that `slipway.kubeconfig` leads to now.
 *
 * @throws InputError that names the key
 */
export async function kubeconfigServer({
  file,
  context,
}: KubeconfigSettings): Promise<string> {
  let raw: unknown;
  try {
    raw = parse(await readFile(file, 'utf8'));
  } catch {
    throw unreadable(file);
  }
  const { server } = checkedContext(raw, context);
  if (server === undefined) {
    throw new InputError(
      `slipway.kubeconfig.context: ${file} has no cluster for a context ${context}`,
    );
  }
  return server;
}

/** Whatever the file holds stays in the file. */
function unreadable(file: string) {
  return new InputError(
    `slipway.kubeconfig.file: ${file} cannot be read as a kubeconfig`,
  );
}

function pem(
  name: 'cert' | 'key',
  value: unknown,
): { [field in 'cert' | 'key']?: string | Buffer } {
  return typeof value === 'string' || Buffer.isBuffer(value)
    ? { [name]: value }
    : {};
}

/** Reads the file with the Kubernetes client's own rules: data or files, tokens, exec and auth providers. */
async function read(
  settings: KubeconfigSettings,
): Promise<{ kubeconfig: KubeConfig; cluster: Cluster; tokenFile?: string }> {
  const client = await import('@kubernetes/client-node');
  const kubeconfig = new client.KubeConfig();
  let raw: unknown;
  try {
    raw = parse(await readFile(settings.file, 'utf8'));
    kubeconfig.loadFromFile(settings.file);
  } catch {
    throw unreadable(settings.file);
  }
  if (!kubeconfig.getContextObject(settings.context)) {
    throw new InputError(
      `slipway.kubeconfig.context: ${settings.file} has no context ${settings.context}`,
    );
  }
  kubeconfig.setCurrentContext(settings.context);
  const cluster = kubeconfig.getCurrentCluster();
  if (!cluster) {
    throw new InputError(
      `slipway.kubeconfig.context: context ${settings.context} names a cluster that is not in ${settings.file}`,
    );
  }
  const { tokenFile } = checkedContext(raw, settings.context);
  return {
    kubeconfig,
    cluster,
    ...(tokenFile && { tokenFile: resolve(dirname(settings.file), tokenFile) }),
  };
}
