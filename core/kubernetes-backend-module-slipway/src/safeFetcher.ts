import { InputError } from '@backstage/errors';
import {
  FetchResponseWrapper,
  KubernetesFetcher,
} from '@backstage/plugin-kubernetes-node';
import { maskObject } from '@slipway/plugin-clusters-common';
import { resourcePath } from '@slipway/plugin-clusters-node';

/**
 * A fetcher that works as before, except that nobody gets a Secret or a
 * value out of it: Secrets are not asked for, and objects are masked before
 * anything else sees them.
 *
 * Everything that plugin-kubernetes answers from a cluster, to the browser and
 * to agents, comes from its fetcher, apart from its proxy. It reads whatever
 * group, version and plural the configuration or a request of
 * `POST /resources/custom/query` names, with the portal's own credentials, and
 * hands whole objects to everybody who is signed in.
 */
export function safeFetcher(fetcher: KubernetesFetcher): KubernetesFetcher {
  return {
    async fetchObjectsForService(params) {
      params.objectTypesToFetch.forEach(assertReadable);
      params.customResources.forEach(assertReadable);
      return masked(await fetcher.fetchObjectsForService(params));
    },
    async fetchPodMetricsByNamespaces(...question) {
      return masked(await fetcher.fetchPodMetricsByNamespaces(...question));
    },
  };
}

function masked({
  errors,
  responses,
}: FetchResponseWrapper): FetchResponseWrapper {
  return {
    errors,
    responses: responses.map(response =>
      Object.assign({}, response, {
        resources: response.resources.map(maskObject),
      }),
    ),
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
