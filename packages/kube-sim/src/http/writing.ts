import { IncomingMessage } from 'node:http';
import { isRecord, JsonRecord } from '../store/json';
import type { MemoryStore } from '../store/MemoryStore';
import { jsonPatch, mergePatch, strategicMergePatch } from '../store/patch';
import { apiVersionOf, isCustom } from '../store/resources';
import { decodeGo, DecodingError } from '../store/goDecoding';
import { goText } from '../store/goText';
import { readShape } from '../store/shape';
import { badRequest, invalid, notImplemented } from '../store/status';
import { ApiError, Json, KubeObject, ResourceType } from '../store/types';
import { parseJson, parseObject, unsupportedMedia } from './body';
import {
  checkDeleteOptions,
  FieldValidation,
  integerOption,
  Propagation,
} from './options';
import { Body } from './types';

/** What a client sent, and where to. */
export interface Sent {
  store: MemoryStore;
  type: ResourceType;
  namespace: string | undefined;
  fieldValidation: FieldValidation;
  /** Called with what the client should know. */
  warn(message: string): void;
}

/** Tells of members that the kind does not have. @throws DecodingError when they are to be refused */
function reportUnknown(
  { fieldValidation, warn }: Sent,
  paths: readonly string[],
): void {
  const unknown = paths.map(path => `unknown field ${JSON.stringify(path)}`);
  if (unknown.length > 0 && fieldValidation === 'Strict') {
    throw new DecodingError(`strict decoding error: ${unknown.join(', ')}`);
  }
  if (fieldValidation === 'Warn') unknown.forEach(warn);
}

/** A Secret with its texts among its data. */
function readSecret(object: KubeObject): KubeObject {
  const { data, stringData, type, ...rest } = object as KubeObject & JsonRecord;
  const texts = Object.entries(isRecord(stringData) ? stringData : {}).map(
    ([key, text]) => [key, Buffer.from(String(text)).toString('base64')],
  );
  return {
    ...rest,
    ...(data || texts.length > 0
      ? {
          data: {
            ...(isRecord(data) ? data : {}),
            ...Object.fromEntries(texts),
          },
        }
      : {}),
    type: type || 'Opaque',
  } as KubeObject;
}

/** A patch whose outcome cannot be read as an object of the kind. */
function unreadablePatch(why: string): ApiError {
  const message = `Invalid value: ${why}`;
  return new ApiError(422, 'Invalid', ` "" is invalid: patch: ${message}`, {
    causes: [{ reason: 'FieldValueInvalid', message, field: 'patch' }],
  });
}

/** How a patch that makes something unreadable is reported. */
interface Patched {
  from: 'json' | 'patch';
  /** What could not be read, as it is shown. */
  text(): string;
}

/** What a client sent, or a patch made, as an object. @throws ApiError 400, 422 for a patch */
function decoded(
  sent: Sent,
  body: Body,
  patch: Patched | undefined,
): KubeObject {
  const { store, type } = sent;
  try {
    const { object, unknown } = readShape(store, type, body, patch?.from);
    reportUnknown(sent, unknown);
    return object;
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    throw patch
      ? unreadablePatch(`${JSON.stringify(patch.text())}: ${error.message}`)
      : badRequest(
          `${type.kind} in version "${type.version}" cannot be handled as a ${type.kind}: ${error.message}`,
        );
  }
}

/**
 * The object that a client sent, checked against the address that it was sent to.
 *
 * @throws ApiError
 */
export function readObject(
  sent: Sent,
  body: Body,
  name?: string,
  patch?: Patched,
): KubeObject {
  const { type, namespace } = sent;
  const expected = apiVersionOf(type);
  if (isCustom(type) && (!body.kind || !body.apiVersion)) {
    const text = JSON.stringify(body);
    const short = text.length > 30 ? `${text.slice(0, 30)} ...` : text;
    throw badRequest(
      `the object provided is unrecognized (must be of type ${
        type.kind
      }): Object '${
        body.kind ? 'apiVersion' : 'Kind'
      }' is missing in '${text}' (${short})`,
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
  const object = decoded(
    sent,
    { ...body, apiVersion: expected, kind: type.kind, metadata },
    patch,
  );
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
  const read =
    type.group === '' && type.kind === 'Secret' ? readSecret(object) : object;
  return {
    ...read,
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

/** The object that a patch makes of another one. @throws ApiError */
export function patchedObject(
  sent: Sent,
  media: string,
  body: Buffer,
  current: Readonly<KubeObject>,
): KubeObject {
  const { type } = sent;
  const next = patched(type, media, body, current as unknown as Json);
  if (!isRecord(next)) {
    throw badRequest('the patch leaves no object');
  }
  const { name, uid, namespace } = current.metadata;
  const meta = isRecord(next.metadata) ? next.metadata : {};
  if (!meta.name) {
    throw badRequest(
      `the name of the object (${name} based on URL) was undeterminable: name must be provided`,
    );
  }
  if (meta.name !== name) {
    throw badRequest(
      `the name of the object (${String(
        meta.name,
      )}) does not match the name on the URL (${name})`,
    );
  }
  if (meta.namespace && meta.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
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
  const copy = structuredClone(next);
  return readObject(
    sent,
    copy,
    name,
    media === STRATEGIC
      ? { from: 'patch', text: () => goText(parseJson(body)) }
      : { from: 'json', text: () => JSON.stringify(next) },
  );
}

const SCALE = 'autoscaling/v1.Scale';

/** A `Scale` that a client sent. @throws ApiError 400 */
export function parseScale(request: IncomingMessage, body: Buffer): JsonRecord {
  try {
    return decodeGo(SCALE, parseObject(request, body)).object;
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    throw badRequest(
      `Scale in version "v1" cannot be handled as a Scale: ${error.message}`,
    );
  }
}

/** The `Scale` that a patch makes of another one. @throws ApiError 400, 415, 422 */
export function patchedScale(
  media: string,
  body: Buffer,
  scale: JsonRecord,
): JsonRecord {
  const next = patched({ group: 'autoscaling' }, media, body, scale);
  if (!isRecord(next)) throw badRequest('a Scale must be an object');
  try {
    return decodeGo(SCALE, next).object;
  } catch (error) {
    if (!(error instanceof DecodingError)) throw error;
    throw unreadablePatch(
      `${JSON.stringify(JSON.stringify(next))}: ${error.message}`,
    );
  }
}

export interface DeleteOptions {
  uid?: string;
  resourceVersion?: string;
  propagation?: Propagation;
  gracePeriodSeconds?: number;
  dryRun: boolean;
}

/** Dependents of a Job stay unless the request says what becomes of them. @see DefaultGarbageCollectionPolicy in pkg/registry/batch/job/strategy.go of Kubernetes */
const defaultPropagation = ({
  group,
  plural,
}: ResourceType): Propagation | undefined =>
  group === 'batch' && plural === 'jobs' ? 'Orphan' : undefined;

/** DeleteOptions of a body and a query. @throws ApiError 400, 422 */
export function deleteOptions(
  type: ResourceType,
  body: JsonRecord,
  query: URLSearchParams,
): DeleteOptions {
  const { preconditions } = body;
  const dryRun = [
    ...(Array.isArray(body.dryRun) ? body.dryRun.map(String) : []),
    ...query.getAll('dryRun'),
  ];
  const policy = body.propagationPolicy ?? query.get('propagationPolicy');
  const orphan = body.orphanDependents ?? query.get('orphanDependents');
  const asked = checkDeleteOptions({ propagation: policy, orphan, dryRun });
  const isOpen = policy === null && orphan === null;
  const sent = body.gracePeriodSeconds;
  const seconds =
    typeof sent === 'number'
      ? sent
      : integerOption(query, 'gracePeriodSeconds');
  const wanted = isRecord(preconditions) ? preconditions : {};
  return {
    ...(typeof wanted.uid === 'string' ? { uid: wanted.uid } : {}),
    ...(typeof wanted.resourceVersion === 'string'
      ? { resourceVersion: wanted.resourceVersion }
      : {}),
    propagation: isOpen ? defaultPropagation(type) : asked,
    // What is below zero is one second, as for a pod.
    ...(seconds === undefined
      ? {}
      : { gracePeriodSeconds: seconds < 0 ? 1 : seconds }),
    dryRun: dryRun.length > 0,
  };
}
