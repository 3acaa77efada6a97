import { isRecord, JsonRecord } from '../kube/json';
import type { MemoryStore } from '../kube/MemoryStore';
import { jsonPatch, mergePatch, strategicMergePatch } from '../kube/patch';
import { apiVersionOf, isCustom } from '../kube/resources';
import { checkShape } from '../kube/shape';
import { badRequest, invalid, notImplemented } from '../kube/status';
import { ApiError, Json, KubeObject, ResourceType } from '../kube/types';
import { parseJson, unsupportedMedia } from './body';
import { Body } from './types';

/** The object that a client sent, checked against the address that it was sent to. @throws ApiError */
export function readObject(
  store: MemoryStore,
  type: ResourceType,
  body: Body,
  namespace: string | undefined,
  name?: string,
): KubeObject {
  const expected = apiVersionOf(type);
  if (isCustom(type) && (!body.kind || !body.apiVersion)) {
    throw badRequest(
      `Object '${
        body.kind ? 'apiVersion' : 'Kind'
      }' is missing in '${JSON.stringify(body).slice(0, 200)}'`,
    );
  }
  if (body.apiVersion !== undefined && body.apiVersion !== expected) {
    throw badRequest(
      `the API version in the data (${String(
        body.apiVersion,
      )}) does not match the expected API version (${expected})`,
    );
  }
  if (body.kind !== undefined && body.kind !== type.kind) {
    throw badRequest(
      `${String(body.kind)} in version "${
        type.version
      }" cannot be handled as a ${type.kind}`,
    );
  }
  const { metadata = {} } = body;
  const object = {
    ...body,
    apiVersion: expected,
    kind: type.kind,
    metadata,
  } as unknown as KubeObject;
  checkShape(store, type, object);
  const meta = { ...object.metadata };
  if (meta.namespace && (meta.namespace !== namespace || !type.namespaced)) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  if (name !== undefined && meta.name && meta.name !== name) {
    throw badRequest(
      `the name of the object (${meta.name}) does not match the name on the URL (${name})`,
    );
  }
  return {
    ...object,
    metadata: {
      ...meta,
      name: name ?? meta.name ?? '',
      ...(type.namespaced && namespace ? { namespace } : {}),
    },
  };
}

const JSON_PATCH = 'application/json-patch+json';
const MERGE_PATCH = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const APPLY = ['application/apply-patch+yaml', 'application/apply-patch+cbor'];

/** @throws ApiError 415 for a patch that the kind does not take, 501 for server-side apply */
export function requirePatchMedia(
  type: Pick<ResourceType, 'group'>,
  media: string,
): void {
  if (APPLY.includes(media)) throw notImplemented('server-side apply');
  const accepted = [
    JSON_PATCH,
    MERGE_PATCH,
    ...(isCustom(type) ? [] : [STRATEGIC]),
  ];
  if (!accepted.includes(media)) {
    throw unsupportedMedia([...accepted, ...APPLY]);
  }
}

/** A patch of a media type on a document. @throws ApiError 400, 415, 422, 501 */
export function patched(
  type: Pick<ResourceType, 'group'>,
  media: string,
  body: Buffer,
  document: Json,
): Json {
  requirePatchMedia(type, media);
  const patch = parseJson(body);
  if (media === JSON_PATCH) return jsonPatch(document, patch);
  if (!isRecord(patch)) {
    throw badRequest(
      'error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}',
    );
  }
  return media === MERGE_PATCH
    ? mergePatch(document, patch)
    : strategicMergePatch(document, patch);
}

/** A patch whose outcome cannot be read as an object of the kind. */
function unreadablePatch(why: string): ApiError {
  const message = `Invalid value: ${why}`;
  return new ApiError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
  });
}

/** The object that a patch makes of another one. @throws ApiError */
export function patchedObject(
  store: MemoryStore,
  type: ResourceType,
  media: string,
  body: Buffer,
  current: Readonly<KubeObject>,
): KubeObject {
  const next = patched(type, media, body, current as unknown as Json);
  if (!isRecord(next)) {
    throw badRequest('the patch leaves no object');
  }
  const { name, uid } = current.metadata;
  const meta = isRecord(next.metadata) ? next.metadata : {};
  if (meta.name !== undefined && meta.name !== name) {
    throw badRequest(
      `the name of the object (${String(
        meta.name,
      )}) does not match the name on the URL (${name})`,
    );
  }
  if (meta.uid !== undefined && meta.uid !== uid) {
    throw invalid(type, name, [
      {
        field: 'metadata.uid',
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify(
          meta.uid,
        )}: field is immutable`,
      },
    ]);
  }
  try {
    return readObject(
      store,
      type,
      structuredClone(next),
      current.metadata.namespace,
      name,
    );
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 400) throw error;
    throw unreadablePatch(error.message);
  }
}

/** `dryRun`, of a query or of DeleteOptions. @throws ApiError */
export function isDryRun(values: readonly string[]): boolean {
  const wrong = values.find(value => value !== 'All');
  if (wrong !== undefined) {
    throw badRequest(
      `dryRun: Unsupported value: ${JSON.stringify(
        wrong,
      )}: supported values: "All"`,
    );
  }
  return values.length > 0;
}

export interface DeleteOptions {
  uid?: string;
  resourceVersion?: string;
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  gracePeriodSeconds?: number;
  dryRun: boolean;
}

const PROPAGATION = ['Background', 'Foreground', 'Orphan'] as const;

/** DeleteOptions of a body and a query. @throws ApiError 400 */
export function deleteOptions(
  body: JsonRecord,
  query: URLSearchParams,
): DeleteOptions {
  const { preconditions, propagationPolicy, gracePeriodSeconds, dryRun } = body;
  const wished = propagationPolicy ?? query.get('propagationPolicy');
  const propagation = PROPAGATION.find(policy => policy === wished);
  if (wished && !propagation) {
    throw badRequest(
      `invalid DeleteOptions: propagationPolicy: Unsupported value: ${JSON.stringify(
        wished,
      )}: supported values: "Foreground", "Background", "Orphan"`,
    );
  }
  const orphan = body.orphanDependents ?? query.get('orphanDependents');
  const seconds = gracePeriodSeconds ?? query.get('gracePeriodSeconds');
  if (
    seconds !== null &&
    !(Number.isInteger(Number(seconds)) && Number(seconds) >= 0)
  ) {
    throw badRequest('gracePeriodSeconds: must be a non-negative integer');
  }
  const wanted = isRecord(preconditions) ? preconditions : {};
  return {
    ...(typeof wanted.uid === 'string' ? { uid: wanted.uid } : {}),
    ...(typeof wanted.resourceVersion === 'string'
      ? { resourceVersion: wanted.resourceVersion }
      : {}),
    propagation:
      propagation ?? (String(orphan) === 'true' ? 'Orphan' : undefined),
    ...(seconds === null ? {} : { gracePeriodSeconds: Number(seconds) }),
    dryRun: isDryRun([
      ...(Array.isArray(dryRun) ? dryRun.map(String) : []),
      ...query.getAll('dryRun'),
    ]),
  };
}
