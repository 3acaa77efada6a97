/**
 * The same value, made of the parts of another wherever these are equal:
 * objects of one owner repeat each other's labels, owners, containers and texts,
 * and each repetition that came over the wire is memory of its own. Neither of
 * the two is changed; what is equal as a whole is the other itself.
 */
export function sharingWith<T>(value: T, other: unknown): T;
export function sharingWith(value: unknown, other: unknown): unknown {
  if (value === other) return other;
  if (Array.isArray(value)) {
    return Array.isArray(other) ? sharingItems(value, other) : value;
  }
  return isObject(value) && isObject(other)
    ? sharingMembers(value, other)
    : value;
}

function sharingItems(value: unknown[], other: unknown[]): unknown[] {
  const items = value.map((item, index) => sharingWith(item, other[index]));
  return items.length === other.length &&
    items.every((item, index) => item === other[index])
    ? other
    : items;
}

function sharingMembers(
  value: Record<string, unknown>,
  other: Record<string, unknown>,
): Record<string, unknown> {
  const names = Object.keys(value);
  const copy = { ...value };
  let equal = names.length === Object.keys(other).length;
  for (const name of names) {
    if (Object.hasOwn(other, name)) {
      copy[name] = sharingWith(value[name], other[name]);
      equal &&= copy[name] === other[name];
    } else {
      equal = false;
    }
  }
  return equal ? other : copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
