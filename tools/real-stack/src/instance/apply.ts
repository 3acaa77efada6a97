import type { Manifest } from '../build/crds.ts';
import { KubeApiError } from './kubeApi.ts';
import type { KubeApi } from './kubeApi.ts';

/** Kinds that add-ons bring, by where the API server has them. */
const COLLECTIONS: Readonly<Record<string, string>> = {
  'v1/Namespace': '/api/v1/namespaces',
  'v1/Service': '/api/v1/namespaces/{namespace}/services',
  'v1/ServiceAccount': '/api/v1/namespaces/{namespace}/serviceaccounts',
  'apiregistration.k8s.io/v1/APIService':
    '/apis/apiregistration.k8s.io/v1/apiservices',
  'apiextensions.k8s.io/v1/CustomResourceDefinition':
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  'rbac.authorization.k8s.io/v1/ClusterRole':
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding':
    '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings',
  'rbac.authorization.k8s.io/v1/Role':
    '/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/roles',
  'rbac.authorization.k8s.io/v1/RoleBinding':
    '/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings',
  'discovery.k8s.io/v1/EndpointSlice':
    '/apis/discovery.k8s.io/v1/namespaces/{namespace}/endpointslices',
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration':
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration':
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
};

/**
 * Path of the collection that an object belongs to.
 *
 * @throws Error for a kind that no add-on brings
 */
export function collectionOf({ apiVersion, kind, metadata }: Manifest): string {
  const collection = COLLECTIONS[`${apiVersion}/${kind}`];
  if (!collection) {
    throw new Error(`Nobody said where ${apiVersion}/${kind} belongs.`);
  }
  return collection.replace('{namespace}', metadata.namespace ?? 'default');
}

/**
 * Creates an object, or replaces the one that is there: some CRDs are too large
 * for the annotation that client-side apply keeps.
 */
export async function createOrReplace(
  api: KubeApi,
  manifest: Manifest,
): Promise<void> {
  const collection = collectionOf(manifest);
  try {
    await api.send('POST', collection, manifest);
  } catch (error) {
    if (!(error instanceof KubeApiError) || error.status !== 409) throw error;
    const path = `${collection}/${manifest.metadata.name}`;
    const { metadata } = await api.send<Manifest>('GET', path);
    await api.send('PUT', path, {
      ...manifest,
      metadata: {
        ...manifest.metadata,
        resourceVersion: metadata.resourceVersion,
      },
    });
  }
}
