import { JsonValue } from '@backstage/types';

const SECRET = /token|secret|password|key|credential|username|^apps$/i;

/** Configuration without what could be a secret: template engine and filters need addresses only. */
export function withoutSecrets(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !SECRET.test(key))
      .map(([key, item]) => [key, withoutSecrets(item ?? null)]),
  );
}
