import { KubeObject, Write } from '@slipway/plugin-clusters-common';
import { KubeRequest } from './ClusterConnection';
import { resourcePath } from './resourcePath';

const FIELD_MANAGER = 'slipway';
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * A write as the request that the API server expects.
 *
 * @throws InputError for Secrets, and for what is not a Kubernetes name
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/
 */
export function writeRequest(write: Write, dryRun: boolean): KubeRequest {
  const { resource, namespace, name } = write;
  const query = {
    fieldManager: FIELD_MANAGER,
    ...(dryRun && { dryRun: 'All' }),
  };
  switch (write.verb) {
    case 'create':
      // The name stands in the body, and is judged as those in paths are.
      resourcePath(resource, { namespace, name });
      return {
        method: 'POST',
        path: resourcePath(resource, { namespace }),
        query,
        headers: JSON_TYPE,
        body: JSON.stringify({ ...write.object, ...identityOf(write) }),
      };
    case 'patch':
      return {
        method: 'PATCH',
        path: resourcePath(resource, {
          namespace,
          name,
          subresource: write.subresource,
        }),
        query,
        headers: { 'content-type': 'application/json-patch+json' },
        body: JSON.stringify(write.operations),
      };
    default:
      // With a body the API server reads options from nowhere else.
      return {
        method: 'DELETE',
        path: resourcePath(resource, { namespace, name }),
        headers: JSON_TYPE,
        body: JSON.stringify({
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          propagationPolicy: write.propagationPolicy,
          preconditions: write.preconditions,
          ...(dryRun && { dryRun: ['All'] }),
        }),
      };
  }
}

/** Kind, name and namespace of what is created, whatever the object itself says. */
export function identityOf({
  resource,
  namespace,
  name,
  object,
}: Extract<Write, { verb: 'create' }>) {
  const { group, version, kind } = resource;
  const {
    generateName: _,
    namespace: __,
    ...metadata
  } = asRecord(object.metadata) ?? {};
  return {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: { ...metadata, name, ...(namespace && { namespace }) },
  };
}

/** The object in the answer to a write; `undefined` for a `Status`, as after a delete. */
export function writtenObject(body: unknown): KubeObject | undefined {
  const record = asRecord(body);
  const metadata = asRecord(record?.metadata);
  return typeof metadata?.name === 'string' && typeof metadata.uid === 'string'
    ? (record as unknown as KubeObject)
    : undefined;
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
