import { canonicalTime } from './goTime';
import { isRecord, JsonRecord } from './json';
import { canonicalQuantity, QUANTITY_FORMAT } from './quantity';
import { kindOf } from './schema';
import { goNamed, goStruct } from './schemas';
import { Json } from './types';

/** JSON that cannot be read into a Go type; the message is that of Go's decoder. */
export class DecodingError extends Error {}

/** Where the decoder is. */
interface Place {
  /** The struct whose member is read, and the way to it without positions in lists. */
  struct?: string;
  members: string[];
  /** The way to it with positions in lists. */
  path: string;
}

const INTEGERS: Record<string, number> = {
  int: 2 ** 63,
  int8: 2 ** 7,
  int16: 2 ** 15,
  int32: 2 ** 31,
  int64: 2 ** 63,
  uint8: 2 ** 8,
  uint16: 2 ** 16,
  uint32: 2 ** 32,
  uint64: 2 ** 64,
};

/** A Go type as Go prints it: with the last part of its package. */
const printed = (type: string) =>
  type.replace(/[\w/]+\/(?=\w+\.)/g, '').replace('[]byte', '[]uint8');

/** How a value is refused that does not fit a Go type. */
type Refusal = (
  value: Json,
  type: string,
  underlying: string,
  place: Place,
) => string;

/** In the words of Go's JSON decoder. */
const ofDecoder: Refusal = (value, type, underlying, { struct, members }) => {
  const found =
    typeof value === 'number' && underlying in INTEGERS
      ? `number ${value}`
      : kindOf(value);
  const where =
    struct === undefined
      ? 'Go value'
      : `Go struct field ${struct}.${members.join('.')}`;
  return `json: cannot unmarshal ${found} into ${where} of type ${type}`;
};

const goKindOf = (value: Json): string => {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'int64' : 'float64';
  }
  return typeof value === 'boolean' || typeof value === 'string'
    ? kindOf(value)
    : 'map';
};

/**
 * In the words of the converter that strategic merge patches go through.
 *
 * @see apimachinery/pkg/runtime/converter.go of Kubernetes
 */
const ofConverter: Refusal = (value, type, underlying) => {
  const found = goKindOf(value);
  if (underlying.startsWith('[]')) return `cannot restore slice from ${found}`;
  if (underlying.startsWith('map[')) return `cannot restore map from ${found}`;
  if (underlying === 'struct') return `cannot restore struct from: ${found}`;
  const convertible =
    (found === 'int64' && underlying === 'string') ||
    (found === 'float64' && underlying in INTEGERS);
  return convertible
    ? `cannot convert ${found} to ${type}`
    : `unrecognized type: ${underlying}`;
};

/** Position of the first character at which Go stops to read base64; undefined when it reads it all. */
function badBase64(text: string): number | undefined {
  const [body] = /^[A-Za-z0-9+/]*/.exec(text) ?? [''];
  const padding = text.slice(body.length);
  const missing = (4 - (body.length % 4)) % 4;
  // The last group is too short: Go reports where it begins.
  if (missing > 0 && padding === '') return body.length - (body.length % 4);
  if (missing < 3 && padding === '='.repeat(missing)) return undefined;
  return missing < 3 && missing > 0 && padding.startsWith('='.repeat(missing))
    ? body.length + missing
    : body.length;
}

/** Reads a value; refuses one that does not fit, as which type and what that is. */
type Reader = (
  value: Json,
  refuse: (value: Json, underlying: string) => Error,
) => Json;

const asText: Reader = (value, refuse) => {
  if (typeof value !== 'string') throw refuse(value, 'string');
  return value;
};

const asInteger =
  (type: string): Reader =>
  (value, refuse) => {
    const limit = INTEGERS[type];
    if (
      typeof value !== 'number' ||
      !Number.isInteger(value) ||
      value >= limit ||
      value < (type.startsWith('u') ? 0 : -limit)
    ) {
      throw refuse(value, type);
    }
    return value;
  };

function failing<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new DecodingError(error instanceof Error ? error.message : '');
  }
}

/** Types that are no struct, list or map, or that read themselves. */
const READERS: Record<string, Reader> = {
  ...Object.fromEntries(
    Object.keys(INTEGERS).map(type => [type, asInteger(type)]),
  ),
  string: asText,
  bool: (value, refuse) => {
    if (typeof value !== 'boolean') throw refuse(value, 'bool');
    return value;
  },
  '[]byte': (value, refuse) => {
    if (typeof value !== 'string') throw refuse(value, '[]uint8');
    const at = badBase64(value);
    if (at !== undefined) {
      throw new DecodingError(`illegal base64 data at input byte ${at}`);
    }
    return value;
  },
  'api/resource.Quantity': value => {
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw new DecodingError(QUANTITY_FORMAT);
    }
    return failing(() => canonicalQuantity(String(value).trim()));
  },
  'meta/v1.Time': (value, refuse) => {
    const text = String(asText(value, refuse));
    return failing(() => canonicalTime(text, 0));
  },
  'meta/v1.MicroTime': (value, refuse) => {
    const text = String(asText(value, refuse));
    return failing(() => canonicalTime(text, 6));
  },
  'meta/v1.Duration': asText,
  'util/intstr.IntOrString': (value, refuse) =>
    typeof value === 'string' ? value : asInteger('int32')(value, refuse),
};

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (typeof value === 'object' && Object.keys(value).length === 0);

/** What Go writes for a member that was not set. */
function zeroOf(type: string): Json {
  const named = goNamed(type);
  if (named) return zeroOf(named);
  if (type === 'string') return '';
  if (type === 'bool') return false;
  if (type in INTEGERS) return 0;
  return null;
}

/**
 * Reads JSON as the API server reads a built-in kind: into Go structs, whose
 * members it writes again.
 *
 * @see sigs.k8s.io/json, internal/golang/encoding/json/decode.go
 */
class Decoder {
  readonly unknown: string[] = [];

  constructor(private readonly refusal: Refusal) {}

  #struct(type: string, value: JsonRecord, place: Place): JsonRecord {
    const { fields } = goStruct(type) ?? { fields: {} };
    const name = type.slice(type.lastIndexOf('.') + 1);
    const members: JsonRecord = {};
    for (const [key, member] of Object.entries(value)) {
      const path = place.path ? `${place.path}.${key}` : key;
      if (!Object.hasOwn(fields, key)) {
        this.unknown.push(path);
        continue;
      }
      const read = this.value(fields[key].replace(/^\*|!$/g, ''), member, {
        struct: name,
        members: [...place.members, key],
        path,
      });
      if (read !== undefined) members[key] = read;
    }
    return written(fields, members);
  }

  /**
   * @param name - the named type that `type` is the meaning of
   * @returns undefined for null, which leaves a member unset
   */
  value(
    type: string,
    value: Json,
    place: Place,
    name = type,
  ): Json | undefined {
    if (value === null) return undefined;
    const refuse = (refused: Json, underlying: string) =>
      new DecodingError(
        this.refusal(
          refused,
          // Types that read themselves name what they read.
          READERS[name] && name.includes('.') ? underlying : printed(name),
          underlying,
          place,
        ),
      );
    const reader = READERS[type];
    if (reader) return reader(value, refuse);
    if (goStruct(type)) {
      if (!isRecord(value)) throw refuse(value, 'struct');
      return this.#struct(type, value, place);
    }
    const meaning = goNamed(type);
    if (meaning) return this.value(meaning, value, place, name);
    if (type.startsWith('[]')) {
      if (!Array.isArray(value)) throw refuse(value, type);
      const item = type.slice(2);
      return value.map(
        (one, index) =>
          this.value(item, one, {
            ...place,
            path: `${place.path}[${index}]`,
          }) ?? zeroOf(item),
      );
    }
    const map = /^map\[[^\]]+\](.+)$/.exec(type);
    if (map) {
      if (!isRecord(value)) throw refuse(value, type);
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [
          key,
          this.value(map[1], member, {
            ...place,
            path: `${place.path}.${key}`,
          }) ?? zeroOf(map[1]),
        ]),
      );
    }
    // What is read as it stands: raw JSON.
    return value;
  }
}

/** The members of a struct as Go writes them: without what is zero, with what it always writes. */
function written(
  fields: Record<string, string>,
  members: JsonRecord,
): JsonRecord {
  const result: JsonRecord = {};
  for (const [key, declared] of Object.entries(fields)) {
    const pointer = declared.startsWith('*');
    const always = declared.endsWith('!');
    const type = declared.replace(/^\*|!$/g, '');
    const value: Json | undefined = members[key];
    if (pointer) {
      if (value !== undefined) result[key] = value;
    } else if (type === 'api/resource.Quantity') {
      result[key] = value ?? '0';
    } else if (goStruct(type)) {
      result[key] = value ?? written(goStruct(type)?.fields ?? {}, {});
    } else if (!isEmpty(value)) {
      result[key] = value;
    } else if (always) {
      result[key] = value ?? zeroOf(type);
    }
  }
  return result;
}

/**
 * JSON as the API server reads it into a Go type and writes it again.
 *
 * @param type - the Go type
 * @param from - `patch`: what a strategic merge patch made, which is not read from JSON
 * @returns the object and the paths of the members that the type does not have
 * @throws DecodingError
 */
export function decodeGo(
  type: string,
  value: JsonRecord,
  from: 'json' | 'patch' = 'json',
): { object: JsonRecord; unknown: string[] } {
  const decoder = new Decoder(from === 'json' ? ofDecoder : ofConverter);
  const object = decoder.value(type, value, { members: [], path: '' });
  return {
    object: isRecord(object) ? object : {},
    unknown: from === 'json' ? decoder.unknown : decoder.unknown.sort(),
  };
}
