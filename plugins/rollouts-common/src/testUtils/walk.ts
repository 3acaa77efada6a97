import { isObject } from '@slipway/plugin-clusters-common/read';

/** Visits every member that is no object and no list, with the keys that lead to it. */
export function eachLeaf(
  value: unknown,
  visit: (path: readonly string[], leaf: unknown) => void,
  path: readonly string[] = [],
): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) =>
      eachLeaf(item, visit, [...path, `${index}`]),
    );
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      eachLeaf(member, visit, [...path, key]);
    }
  } else {
    visit(path, value);
  }
}
