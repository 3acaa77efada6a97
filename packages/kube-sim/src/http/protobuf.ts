import { JsonRecord } from '../store/json';
import { ApiError } from '../store/types';
import { badRequest } from '../store/status';
import { Body } from './types';

export const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

type Field =
  | { name: string; as: 'text' }
  | { name: string; as: 'map' }
  | { name: string; as: Message };
type Message = { [number: number]: Field };

const text = (name: string): Field => ({ name, as: 'text' });

/** Field numbers of `generated.proto` of Kubernetes, as far as they are read. */
const META: Message = {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  11: { name: 'labels', as: 'map' },
  12: { name: 'annotations', as: 'map' },
};
const metadata: Field = { name: 'metadata', as: META };
const KINDS: Record<string, Message> = {
  Namespace: { 1: metadata },
  ConfigMap: { 1: metadata, 2: { name: 'data', as: 'map' } },
  ServiceAccount: { 1: metadata },
  SelfSubjectReview: { 1: metadata },
  SelfSubjectRulesReview: {
    1: metadata,
    2: { name: 'spec', as: { 1: text('namespace') } },
  },
  SelfSubjectAccessReview: {
    1: metadata,
    2: {
      name: 'spec',
      as: {
        1: {
          name: 'resourceAttributes',
          as: {
            1: text('namespace'),
            2: text('verb'),
            3: text('group'),
            4: text('version'),
            5: text('resource'),
            6: text('subresource'),
            7: text('name'),
          },
        },
        2: {
          name: 'nonResourceAttributes',
          as: { 1: text('path'), 2: text('verb') },
        },
      },
    },
  },
};

/** The length-delimited fields of a message, in order; numbers are passed over. */
function* fieldsOf(message: Buffer): Generator<[number, Buffer]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = message[at];
      if (byte === undefined || factor > 2 ** 49) {
        throw badRequest('the protobuf body cannot be read');
      }
      at += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag % 8;
    if (wire === 0) {
      varint();
    } else if (wire === 2) {
      const length = varint();
      if (at + length > message.length) {
        throw badRequest('the protobuf body is cut off');
      }
      yield [Math.floor(tag / 8), message.subarray(at, at + length)];
      at += length;
    } else if (wire === 1 || wire === 5) {
      at += wire === 1 ? 8 : 4;
    } else {
      throw badRequest('the protobuf body cannot be read');
    }
  }
}

function decode(message: Buffer, shape: Message): JsonRecord {
  const value: JsonRecord = {};
  for (const [number, bytes] of fieldsOf(message)) {
    const field = shape[number];
    if (!field) continue;
    if (field.as === 'text') {
      if (bytes.length) value[field.name] = bytes.toString('utf8');
    } else if (field.as === 'map') {
      const entry = decode(bytes, { 1: text('key'), 2: text('value') });
      const present = value[field.name];
      value[field.name] = {
        ...(typeof present === 'object' && !Array.isArray(present)
          ? present
          : {}),
        [String(entry.key ?? '')]: entry.value ?? '',
      };
    } else {
      value[field.name] = decode(bytes, field.as);
    }
  }
  return value;
}

/**
 * An object in the protobuf of Kubernetes. Only the kinds that kubectl sends
 * so in everyday commands are read: `create namespace|configmap|serviceaccount`,
 * `auth can-i|whoami`.
 *
 * @throws ApiError 415 for another kind, 400 for what cannot be read
 */
export function decodeProtobuf(body: Buffer): Body {
  if (!body.subarray(0, 4).equals(MAGIC)) {
    throw badRequest('the protobuf body does not begin as one');
  }
  let apiVersion = '';
  let kind = '';
  let raw = Buffer.alloc(0);
  for (const [number, bytes] of fieldsOf(body.subarray(4))) {
    if (number === 1) {
      const type = decode(bytes, { 1: text('apiVersion'), 2: text('kind') });
      apiVersion = String(type.apiVersion ?? '');
      kind = String(type.kind ?? '');
    } else if (number === 2) {
      raw = Buffer.from(bytes);
    }
  }
  const shape = KINDS[kind];
  if (!shape) {
    throw new ApiError(
      415,
      'UnsupportedMediaType',
      `the sandbox does not read ${kind} as protobuf - accepted media types include: application/json`,
    );
  }
  return { apiVersion, kind, ...decode(raw, shape) };
}
