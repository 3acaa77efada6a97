import { isRecord } from './json';
import { Json } from './types';

/** A value as Go's `%v` prints it. */
export function goText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (isRecord(value)) {
    return `map[${Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => `${key}:${goText(member)}`)
      .join(' ')}]`;
  }
  return value === null ? '<nil>' : String(value);
}

/** The type of a value that was read without a Go type. */
export function goTypeName(value: Json): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isRecord(value)) return 'map[string]interface {}';
  if (typeof value === 'number') {
    return Number.isInteger(value) ? 'int64' : 'float64';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
