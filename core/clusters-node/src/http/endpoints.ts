import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  AuthenticationStrategy,
  ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import { checkedBaseUrl } from './addressGuard';
import { Endpoint } from './ClusterConnection';
import { Credential, CredentialError } from './credentials';

const AUTH_PROVIDER = 'kubernetes.io/auth-provider';
const SERVICE_ACCOUNT_CA =
  '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

/**
 * Address and trust of a cluster as plugin-kubernetes describes it, by its own
 * rules: provider `serviceAccount` without a token inside a cluster means that
 * very cluster.
 */
export async function endpointOf(details: ClusterDetails): Promise<Endpoint> {
  if (isInCluster(details)) {
    const host = process.env.KUBERNETES_SERVICE_HOST ?? '';
    const port = process.env.KUBERNETES_SERVICE_PORT ?? '443';
    return {
      server: checkedBaseUrl(
        `API server of ${details.name}`,
        `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
      ),
      ca: await readFile(SERVICE_ACCOUNT_CA),
    };
  }
  const ca = await trustOf(details);
  return {
    server: checkedBaseUrl(`API server of ${details.name}`, details.url),
    ...(ca && { ca }),
    ...(details.skipTLSVerify && { skipTLSVerify: true }),
  };
}

/**
 * Credential of the portal itself for a cluster, from plugin-kubernetes' auth
 * strategy. Providers that need a signed-in user's token have none.
 *
 * @throws CredentialError
 */
export async function credentialOf(
  details: ClusterDetails,
  authStrategy: Pick<AuthenticationStrategy, 'getCredential'>,
): Promise<Credential> {
  const credential = await authStrategy.getCredential(details, {});
  switch (credential.type) {
    case 'bearer token':
      return { authorization: `Bearer ${credential.token.trim()}` };
    case 'x509 client certificate':
      return { cert: credential.cert, key: credential.key };
    default:
      if (details.authMetadata[AUTH_PROVIDER] === 'localKubectlProxy') {
        return {};
      }
      throw new CredentialError(
        `The auth provider of cluster ${details.name} needs a signed-in user; use one that works for the server itself`,
      );
  }
}

function isInCluster(details: ClusterDetails): boolean {
  return (
    details.authMetadata[AUTH_PROVIDER] === 'serviceAccount' &&
    !details.authMetadata.serviceAccountToken &&
    existsSync(SERVICE_ACCOUNT_CA)
  );
}

async function trustOf(details: ClusterDetails): Promise<Buffer | undefined> {
  if (details.caFile) {
    return readFile(details.caFile);
  }
  return details.caData ? Buffer.from(details.caData, 'base64') : undefined;
}
