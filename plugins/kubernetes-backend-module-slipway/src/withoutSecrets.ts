import { InputError } from '@backstage/errors';
import { KubernetesObjectsProvider } from '@backstage/plugin-kubernetes-node';
import { resourcePath } from '@slipway/plugin-clusters-node';

/**
 * A provider that goes on as before, except that nobody can ask it for Secrets.
 *
 * plugin-kubernetes reads whatever group, version and plural a request of
 * `POST /resources/custom/query` names, with the portal's own credentials. It
 * masks the values of Secrets but not the annotation in which `kubectl apply`
 * repeats them, and a name with a slash leads to another path.
 */
export function withoutSecrets(
  provider: KubernetesObjectsProvider,
): KubernetesObjectsProvider {
  return {
    getKubernetesObjectsByEntity: (query, options) =>
      provider.getKubernetesObjectsByEntity(query, options),
    async getCustomResourcesByEntity(query, options) {
      query.customResources.forEach(assertReadable);
      return provider.getCustomResourcesByEntity(query, options);
    },
  };
}

/** @throws InputError for Secrets and for what names no kind of resource; it came in a request and may be anything */
function assertReadable(resource: unknown): void {
  const { group, apiVersion, plural }: Record<string, unknown> = {
    ...(typeof resource === 'object' ? resource : {}),
  };
  if (
    typeof group !== 'string' ||
    typeof apiVersion !== 'string' ||
    typeof plural !== 'string'
  ) {
    throw new InputError(
      'customResources must each name a group, an apiVersion and a plural',
    );
  }
  resourcePath({ group, version: apiVersion, plural, kind: plural });
}
