import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  kubeconfigServer,
  readClustersSettings,
} from '@slipway/plugin-clusters-node';
import { isLoopbackHost, isLoopbackUrl } from './loopback';

const REMEDY =
  'or remove auth.providers.sample-users and configure a real sign-in';

function refuse(reason: string, remedy: string): never {
  throw new InputError(
    `Sample users may not sign in here: ${reason}. ${remedy}, ${REMEDY}.`,
  );
}

/** The host that the backend listens on, read as `readHttpListenOptions` of backend-defaults reads it. */
function listenHost(config: Config): string {
  const listen = config.getOptional('backend.listen');
  if (typeof listen === 'string' || typeof listen === 'number') {
    return String(listen).split(':').slice(0, -1).join(':');
  }
  return config.getOptionalString('backend.listen.host') ?? '';
}

function assertReadOnly(config: Config, cluster: string, why: string) {
  // Cluster names may hold dots or slashes, which are no config keys: read the whole table.
  const clusters = config.getOptional('slipway.clusters');
  const own =
    typeof clusters === 'object' &&
    clusters !== null &&
    !Array.isArray(clusters)
      ? clusters[cluster]
      : undefined;
  const readOnly =
    typeof own === 'object' &&
    own !== null &&
    !Array.isArray(own) &&
    own.allowActions === false;
  if (!readOnly) {
    refuse(
      `the cluster "${cluster}" ${why} and is not declared read-only`,
      `Set slipway.clusters.${cluster}.allowActions: false`,
    );
  }
}

function assertLocatorIsSafe(config: Config, locator: Config) {
  const type = locator.getString('type');
  switch (type) {
    case 'config':
      for (const cluster of locator.getConfigArray('clusters')) {
        if (!isLoopbackUrl(cluster.getString('url'))) {
          assertReadOnly(
            config,
            cluster.getString('name'),
            'is not on loopback',
          );
        }
      }
      return;
    case 'localKubectlProxy':
      // The proxy is on loopback; what it leads to is not.
      assertReadOnly(config, 'local', 'is reached through kubectl proxy');
      return;
    default:
      refuse(
        `clusters found by the locator "${type}" are not known before the portal runs`,
        'List the clusters with a locator of type config',
      );
  }
}

/** A kubeconfig names any cluster: its server decides, as it does for configured clusters. */
async function assertKubeconfigIsSafe(config: Config) {
  const { kubeconfig } = readClustersSettings(config);
  if (!kubeconfig?.allowActions) return;
  const server = await kubeconfigServer(kubeconfig);
  if (!isLoopbackUrl(server)) {
    refuse(
      `the cluster of context "${kubeconfig.context}" (${server}) is not on loopback and slipway.kubeconfig allows actions`,
      'Start without --allow-actions',
    );
  }
}

/**
 * Refuses a configuration under which a sample user, who needs no password, could be somebody on the network or could
 * change a real cluster.
 *
 * @throws InputError naming the setting and the remedy, unless `backend.listen.host`, `backend.baseUrl` and
 * `app.baseUrl` are loopback, and every cluster, that of a kubeconfig too, is on loopback or read-only:
 * `slipway.clusters.<name>.allowActions: false`, for a kubeconfig `slipway.kubeconfig.allowActions`.
 */
export async function assertSampleSignInIsSafe(config: Config): Promise<void> {
  const host = listenHost(config);
  if (!isLoopbackHost(host)) {
    refuse(
      `the portal listens on ${
        host ? `"${host}"` : 'every network interface'
      } (backend.listen.host)`,
      'Set backend.listen.host: 127.0.0.1',
    );
  }
  for (const key of ['backend.baseUrl', 'app.baseUrl']) {
    const url = config.getString(key);
    if (!isLoopbackUrl(url)) {
      refuse(`${key} is ${url}`, `Set ${key} to http://localhost:<port>`);
    }
  }
  for (const locator of config.getOptionalConfigArray(
    'kubernetes.clusterLocatorMethods',
  ) ?? []) {
    assertLocatorIsSafe(config, locator);
  }
  await assertKubeconfigIsSafe(config);
}
