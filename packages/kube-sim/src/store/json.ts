import { Json } from './types';

export type JsonRecord = { [key: string]: Json };

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equality of JSON values; a member that is undefined counts as absent. */
export function sameJson(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return (
      one.length === other.length &&
      one.every((item, index) => sameJson(item, other[index]))
    );
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const present = (record: JsonRecord) =>
    Object.keys(record).filter(key => record[key] !== undefined);
  const keys = present(one);
  return (
    keys.length === present(other).length &&
    keys.every(
      key => Object.hasOwn(other, key) && sameJson(one[key], other[key]),
    )
  );
}

/** Freezes a value and all that it holds. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** The value at a path of members, if there is one. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined,
    value,
  );
}

const texts = new WeakMap<object, string>();

/** JSON text of a frozen object; made once for each object. */
export function textOf(frozen: object): string {
  let text = texts.get(frozen);
  if (text === undefined) {
    text = JSON.stringify(frozen);
    texts.set(frozen, text);
  }
  return text;
}

/** The record at a path; an empty one where there is none. */
export function recordAt(value: unknown, path: readonly string[]): JsonRecord {
  const found = valueAt(value, path);
  return isRecord(found) ? found : {};
}

/** The records of a list at a path. */
export function listAt(value: unknown, path: readonly string[]): JsonRecord[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
