import { InputError } from '@backstage/errors';
import { ResourceId } from '@slipway/plugin-clusters-common';

const GROUP =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)?$/;
const VERSION = /^v[0-9]+((alpha|beta)[0-9]+)?$/;
const PLURAL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
/** Names that the API server accepts in a path: no slash, no percent sign, not `.` or `..`. */
const NAME = /^(?!\.{1,2}$)[^/%\s]{1,253}$/;

/** Where in a kind a request goes. */
export interface ResourceScope {
  namespace?: string;
  name?: string;
  subresource?: 'status' | 'log';
}

/**
 * Path of a kind, an object or its status on an API server. Secrets are
 * refused here, so that nothing of Slipway can read or write one.
 *
 * @throws InputError naming the part that is not a Kubernetes name
 * @see https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris
 */
export function resourcePath(
  resource: ResourceId,
  scope: ResourceScope = {},
): string {
  assertReadable(resource);
  check('group', resource.group, GROUP);
  check('version', resource.version, VERSION);
  check('plural', resource.plural, PLURAL);
  const parts =
    resource.group === ''
      ? ['', 'api', resource.version]
      : ['', 'apis', resource.group, resource.version];
  if (scope.namespace !== undefined && scope.namespace !== '') {
    parts.push('namespaces', check('namespace', scope.namespace, NAMESPACE));
  }
  parts.push(resource.plural);
  if (scope.name !== undefined) {
    parts.push(encodeURIComponent(check('name', scope.name, NAME)));
  }
  if (scope.subresource !== undefined) {
    parts.push(scope.subresource);
  }
  return parts.join('/');
}

/** @throws InputError for Secrets, whatever their version is called */
export function assertReadable(
  resource: Pick<ResourceId, 'group' | 'plural'>,
): void {
  if (resource.group === '' && resource.plural === 'secrets') {
    throw new InputError('Secrets are never watched, read or written');
  }
}

function check(part: string, value: string, pattern: RegExp): string {
  if (!pattern.test(value)) {
    throw new InputError(`Not a Kubernetes ${part}: ${JSON.stringify(value)}`);
  }
  return value;
}
