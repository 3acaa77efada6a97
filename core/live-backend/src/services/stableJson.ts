/**
 * JSON with the keys of every object in order, so that equal values give equal
 * texts. What JSON cannot hold at the top (`undefined`, functions) becomes `null`.
 */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, inOrder) ?? 'null';
}

function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
