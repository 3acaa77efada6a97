import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  ResourceId,
  resourceKey,
  Write,
} from '@slipway/plugin-clusters-common';
import { KubeStatus } from './kubeStatus';

/** A request that an API server answered with an error. */
export interface RefusedRequest {
  cluster: string;
  verb: 'get' | 'list' | 'watch' | Write['verb'];
  resource: ResourceId;
  namespace?: string;
  name?: string;
  subresource?: 'status' | 'log';
  /** Name under which the request was made, when it impersonated. */
  as?: string;
  status: number;
  body?: KubeStatus;
}

/**
 * A refused request as an error for users. Built from what was asked, never
 * from the answer's text: that may repeat values of the object.
 */
export function refusedRequestError(refused: RefusedRequest): Error {
  const { status } = refused;
  const what = `${subject(refused)} in cluster ${refused.cluster}`;
  const webhook = denyingWebhook(refused.body);
  if (webhook) {
    return new NotAllowedError(
      `The admission webhook ${webhook} of cluster ${
        refused.cluster
      } did not let ${subject(refused)} be ${
        refused.verb === 'create' || refused.verb === 'delete'
          ? `${refused.verb}d`
          : 'changed'
      }`,
    );
  }
  switch (status) {
    case 403:
      return new NotAllowedError(forbiddenReason(refused));
    case 404:
      return new NotFoundError(
        refused.verb === 'create'
          ? missingPlace(refused)
          : `There is no ${what}`,
      );
    case 409:
      return new ConflictError(
        refused.verb === 'create' && refused.body?.reason === 'AlreadyExists'
          ? `${what} already exists`
          : `${what} has changed since you looked`,
      );
    case 400:
    case 415:
    case 422:
      return new InputError(`${what}: ${invalidReason(refused)}`);
    default:
      return new ServiceUnavailableError(
        `Could not ${refused.verb} ${what}: ${statusReason(status)}`,
      );
  }
}

/** Why RBAC said no, naming the verb and the resource. */
export function forbiddenReason(refused: RefusedRequest): string {
  const kind = refused.body?.details?.kind;
  if (refused.as && (kind === 'users' || kind === 'groups')) {
    return `The portal may not impersonate ${kind} in cluster ${refused.cluster}: its ClusterRole lacks the verb "impersonate" for ${refused.as} or one of its groups`;
  }
  const who = refused.as ?? 'the portal';
  const where = refused.namespace
    ? `namespace ${refused.namespace} of cluster ${refused.cluster}`
    : `cluster ${refused.cluster}`;
  const what = [resourceKey(refused.resource), refused.subresource]
    .filter(Boolean)
    .join('/');
  return `RBAC does not let ${who} ${refused.verb} ${what} in ${where}`;
}

/** Plain words for a status code that is nobody's fault but the server's or the credentials'. */
export function statusReason(status: number): string {
  if (status === 401) {
    return "the API server does not accept the portal's credentials";
  }
  if (status === 429) {
    return 'the API server is starting or overloaded';
  }
  if (status >= 300 && status < 400) {
    return 'the address answers with a redirect, which is not followed';
  }
  return `the API server answered ${status}`;
}

/**
 * True for the answer that the API server (1.34, tried there) gives when a JSON
 * Patch does not apply: 422 `Invalid` without details. It does not tell a
 * failed `test` from a path that leads nowhere. Validation errors name the
 * kind and the fields.
 */
export function isUnappliedPatch(status: number, body?: KubeStatus): boolean {
  return (
    status === 422 &&
    denyingWebhook(body) === undefined &&
    body?.details?.kind === undefined &&
    !body?.details?.causes?.length
  );
}

/**
 * True when a change that was answered with this status may have been made all
 * the same: the API server or a proxy before it gave up waiting, or failed
 * after it had passed the change on. Admission comes before a change is kept.
 */
export function leavesOutcomeOpen(status: number, body?: KubeStatus): boolean {
  if (status < 500 && status !== 408) return false;
  if (denyingWebhook(body) !== undefined) return false;
  const refusedBefore =
    /failed calling webhook/.test(body?.message ?? '') ||
    (status === 503 && body?.reason === 'ServiceUnavailable');
  return !refusedBefore;
}

/** True when an admission webhook lets nothing be tried: then only the change itself can tell. */
export function refusesDryRuns(status: number, body?: KubeStatus): boolean {
  return status === 400 && /does not support dry run/.test(body?.message ?? '');
}

/**
 * Name of the admission webhook that denied a request. It may answer with any
 * status code: Gatekeeper's 403 has nothing to do with RBAC.
 *
 * @see k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go `ToStatusErr`
 */
function denyingWebhook(body?: KubeStatus): string | undefined {
  return /^admission webhook "([a-z0-9.-]{1,253})" denied the request/.exec(
    body?.message ?? '',
  )?.[1];
}

function subject(refused: RefusedRequest): string {
  const kind = refused.resource.kind;
  if (!refused.name) {
    return `${resourceKey(refused.resource)}${
      refused.namespace ? ` in namespace ${refused.namespace}` : ''
    }`;
  }
  return `${kind} ${refused.namespace ? `${refused.namespace}/` : ''}${
    refused.name
  }`;
}

/** A create is answered 404 for a namespace, or for a kind. */
function missingPlace({ cluster, resource, namespace, body }: RefusedRequest) {
  return body?.details?.kind === 'namespaces'
    ? `Cluster ${cluster} has no namespace ${namespace}`
    : `Cluster ${cluster} does not know ${resourceKey(resource)}`;
}

function invalidReason(refused: RefusedRequest): string {
  const fields = new Set(
    (refused.body?.details?.causes ?? []).flatMap(({ field }) =>
      field && field !== '<nil>' ? field.replace(/^\./, '') : [],
    ),
  );
  return fields.size > 0
    ? `the API server refused the value of ${[...fields]
        .slice(0, 5)
        .join(', ')
        .slice(0, 300)}`
    : 'the API server refused the change as invalid';
}
