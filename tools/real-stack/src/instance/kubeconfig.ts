import { stringify } from 'yaml';

/** A user of a kubeconfig: a client certificate, or a file that holds a token. */
export type KubeconfigUser =
  | { name: string; certificateData: string; keyData: string }
  | { name: string; tokenFile: string };

export interface KubeconfigOptions {
  server: string;
  /** Base64 of the authority's PEM. */
  caData: string;
  user: KubeconfigUser;
  namespace?: string;
}

/** Text of a kubeconfig with one cluster, one user and one context. */
export function kubeconfig(options: KubeconfigOptions): string {
  const { user } = options;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'real-stack',
        cluster: {
          server: options.server,
          'certificate-authority-data': options.caData,
        },
      },
    ],
    users: [
      {
        name: user.name,
        user:
          'tokenFile' in user
            ? { tokenFile: user.tokenFile }
            : {
                'client-certificate-data': user.certificateData,
                'client-key-data': user.keyData,
              },
      },
    ],
    contexts: [
      {
        name: 'real-stack',
        context: {
          cluster: 'real-stack',
          user: user.name,
          ...(options.namespace ? { namespace: options.namespace } : {}),
        },
      },
    ],
    'current-context': 'real-stack',
  });
}
