import { DecodingError, decodeGo } from './goDecoding';
import { isRecord, JsonRecord } from './json';
import type { MemoryStore } from './MemoryStore';
import { isCustom } from './resources';
import { schemaOf } from './schema';
import { dropNulls, fillDefaults, prune } from './schemaReading';
import { goTypeOf } from './schemas';
import { KubeObject, ResourceType } from './types';

/** An object that a client sent as the API server reads it. */
export interface Read {
  object: KubeObject;
  /** Paths of members that the kind does not have; they are left out. */
  unknown: string[];
}

/** Metadata of a custom object is read into a Go struct too. */
function readMetadata(metadata: JsonRecord): Read['unknown'] {
  const { object, unknown } = decodeGo('meta/v1.ObjectMeta', metadata);
  for (const key of Object.keys(metadata)) delete metadata[key];
  Object.assign(metadata, object);
  return unknown.map(path => `metadata.${path}`);
}

function readCustom(
  schema: JsonRecord | undefined,
  { apiVersion, kind, metadata, ...members }: JsonRecord,
): Read {
  if (metadata !== undefined && !isRecord(metadata)) {
    throw new DecodingError(
      `json: cannot unmarshal ${
        Array.isArray(metadata) ? 'array' : typeof metadata
      } into Go value of type v1.ObjectMeta`,
    );
  }
  const meta = metadata ?? {};
  const unknown = readMetadata(meta);
  if (schema) {
    unknown.push(...prune(schema, members).sort());
    dropNulls(schema, members);
    fillDefaults(schema, members);
  }
  return {
    object: {
      apiVersion,
      kind,
      metadata: meta,
      ...members,
    } as unknown as KubeObject,
    unknown,
  };
}

/**
 * Reads what a client sent as the API server does: built-in kinds into Go
 * types, custom ones by the schema of their CRD, which fills in defaults.
 * Whether values are allowed is another question: see `validateKind`.
 *
 * @param sent - is changed
 * @param from - `patch`: what a strategic merge patch made
 * @throws DecodingError
 */
export function readShape(
  store: MemoryStore,
  type: ResourceType,
  sent: JsonRecord,
  from: 'json' | 'patch' = 'json',
): Read {
  if (isCustom(type)) return readCustom(schemaOf(store, type), sent);
  const goType = goTypeOf(type);
  if (goType === undefined) {
    return { object: sent as unknown as KubeObject, unknown: [] };
  }
  const { object, unknown } = decodeGo(goType, sent, from);
  return { object: object as unknown as KubeObject, unknown };
}

/** A new object without the status that was sent; built-in kinds have one that says nothing yet. */
export function withEmptyStatus(
  type: ResourceType,
  { status: _sent, ...object }: KubeObject,
): KubeObject {
  const goType = goTypeOf(type);
  if (goType === undefined) return object;
  const { status } = decodeGo(goType, {}).object;
  return status === undefined ? object : { ...object, status };
}
