import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

const kubeconfigSchema = z.object({
  clusters: z.array(
    z.object({ name: z.string(), cluster: z.record(z.unknown()) }),
  ),
  users: z
    .array(
      z.object({ name: z.string(), user: z.record(z.unknown()).nullish() }),
    )
    .nullish(),
  contexts: z.array(
    z.object({
      name: z.string(),
      context: z.object({ cluster: z.string(), user: z.string().nullish() }),
    }),
  ),
});

const IMPERSONATION =
  'the portal impersonates whoever is signed in (slipway.clusters.<name>.impersonate)';
const BASIC = 'API servers have not known basic authentication since 1.19';

/** Fields that change how a cluster is reached or who asks, and that the portal does not follow. */
const UNSUPPORTED = {
  cluster: {
    'proxy-url': 'the portal reaches API servers directly',
  },
  user: {
    as: IMPERSONATION,
    'as-uid': IMPERSONATION,
    'as-groups': IMPERSONATION,
    'as-user-extra': IMPERSONATION,
    username: BASIC,
    password: BASIC,
  },
};

/**
 * Refuses a context whose cluster or user has a field that would silently not
 * be followed.
 *
 * @param raw - the whole kubeconfig, parsed
 * @returns the server of its cluster, and what the Kubernetes client library does not know: the file of a token,
 * relative to the kubeconfig
 * @throws InputError that names the field
 * @see k8s.io/client-go/tools/clientcmd/api/v1/types.go `Cluster`, `AuthInfo`
 */
export function checkedContext(
  raw: unknown,
  name: string,
): { server?: string; tokenFile?: string } {
  const result = kubeconfigSchema.safeParse(raw);
  if (!result.success) {
    const { path, message } = result.error.issues[0];
    throw new InputError(
      `slipway.kubeconfig.file: ${path.join('.')} ${message}`,
    );
  }
  const { clusters, users, contexts } = result.data;
  const context = contexts.find(one => one.name === name)?.context;
  const cluster =
    clusters.find(one => one.name === context?.cluster)?.cluster ?? {};
  const user = users?.find(one => one.name === context?.user)?.user ?? {};
  for (const [of, fields, known] of [
    ['cluster', cluster, UNSUPPORTED.cluster],
    ['user', user, UNSUPPORTED.user],
  ] as const) {
    for (const [field, why] of Object.entries(known)) {
      if (isSet(fields[field])) {
        throw new InputError(
          `slipway.kubeconfig.context: the ${of} of context ${name} has ${field}, which is not supported: ${why}`,
        );
      }
    }
  }
  return {
    ...(typeof cluster.server === 'string' && { server: cluster.server }),
    ...(typeof user.tokenFile === 'string' &&
      user.tokenFile && { tokenFile: user.tokenFile }),
  };
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
