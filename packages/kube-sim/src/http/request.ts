import type { MemoryStore } from '../store/MemoryStore';
import {
  methodNotAllowed,
  noSuchResource,
  notImplemented,
} from '../store/status';
import { isCustom } from '../store/resources';
import { ResourceType } from '../store/types';

export interface ResourceRequest {
  verb: string;
  group: string;
  version: string;
  plural: string;
  /** Undefined when the cluster has no such kind. */
  type?: ResourceType;
  namespace?: string;
  name?: string;
  subresource?: string;
}

const SEGMENT = /^(api\/(v1)|apis\/([^/]+)\/([^/]+))\/(.+)$/;

/**
 * Whether a flag of a query is set: anything but `false` and `0` sets it.
 *
 * @see Convert_Slice_string_To_bool in apimachinery/pkg/runtime/conversion.go of Kubernetes
 */
export const isTrue = (value: string | null): boolean =>
  value !== null && !['false', '0'].includes(value.toLowerCase());

const VERBS: Record<string, string> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
};

function verbOf(method: string, named: boolean, query: URLSearchParams) {
  if (method === 'HEAD') throw methodNotAllowed();
  if (method === 'GET') {
    if (named) return 'get';
    return isTrue(query.get('watch')) ? 'watch' : 'list';
  }
  if (method === 'DELETE') return named ? 'delete' : 'deletecollection';
  return VERBS[method] ?? method.toLowerCase();
}

/** What a path below a group and version asks for; undefined when it is not below one. */
export function readResourceRequest(
  store: MemoryStore,
  method: string,
  path: string,
  query: URLSearchParams,
): ResourceRequest | undefined {
  const match = SEGMENT.exec(path.replace(/^\/|\/$/g, ''));
  if (!match) return undefined;
  const [, , core, group = '', named = '', rest] = match;
  const version = core ?? named;
  const parts = rest.split('/').map(decode);
  let namespace: string | undefined;
  // `namespaces/x` itself is a namespace, and so are its own subresources.
  if (
    parts[0] === 'namespaces' &&
    parts.length > 2 &&
    !['status', 'finalize'].includes(parts[2])
  ) {
    [, namespace] = parts.splice(0, 2);
  }
  if (parts[0] === 'watch') throw notImplemented('watches by their old path');
  const [plural, name, subresource, ...more] = parts;
  const found = store.typeOf(group, plural);
  const type = found?.version === version ? found : undefined;
  return {
    verb: verbOf(method, name !== undefined, query),
    group,
    version,
    plural,
    type,
    namespace:
      namespace ?? (plural === 'namespaces' && group === '' ? name : undefined),
    name,
    subresource: [subresource, ...more].filter(Boolean).join('/') || undefined,
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw noSuchResource();
  }
}

/** Groups that a real cluster has and the sandbox has not. */
const ELSEWHERE = [
  'admissionregistration.k8s.io',
  'apiregistration.k8s.io',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'node.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
];

const ELSEWHERE_IN: Record<string, readonly string[]> = {
  apps: ['controllerrevisions'],
  'authentication.k8s.io': ['tokenreviews'],
  'networking.k8s.io': ['ingressclasses', 'ipaddresses', 'servicecidrs'],
};

const CORE_ELSEWHERE = [
  'bindings',
  'componentstatuses',
  'endpoints',
  'persistentvolumeclaims',
  'persistentvolumes',
  'podtemplates',
];

/** A path that no handler of the API server has: the only failure that is no `Status`. */
export class PageNotFound extends Error {}

/** Kinds of real clusters are not implemented; anything else is not there, as on a real cluster. */
export function refuseUnknown(
  store: MemoryStore,
  request: ResourceRequest,
): never {
  const { group, plural, version } = request;
  if (
    ELSEWHERE.includes(group) ||
    (group === '' && CORE_ELSEWHERE.includes(plural)) ||
    (ELSEWHERE_IN[group] ?? []).includes(plural)
  ) {
    throw notImplemented(
      `${plural}${group ? `.${group}` : ''} in version ${version}`,
    );
  }
  // Built-in groups answer with a `Status`; for all others nothing is registered.
  const known = store.types().some(type => type.group === group);
  throw known && !isCustom({ group }) ? noSuchResource() : new PageNotFound();
}
