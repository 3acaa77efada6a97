import { compareDigits, compareText, Order, orderOf } from './parts';

const SEMVER =
  /^v?(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?$/;
const DIGITS = /^\d+$/;

function comparePreRelease(a: string[], b: string[]): Order {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const left = DIGITS.test(a[i]);
    const right = DIGITS.test(b[i]);
    if (left !== right) return left ? -1 : 1;
    const order = left ? compareDigits(a[i], b[i]) : compareText(a[i], b[i]);
    if (order) return order;
  }
  return orderOf(a.length - b.length);
}

/**
 * Order of Semantic Versioning 2.0.0. A leading `v`, as Go modules have it, is allowed.
 *
 * @returns undefined when one of them is no such version
 * @see https://semver.org/#spec-item-11
 */
export function compareSemver(a: string, b: string): Order | undefined {
  const left = SEMVER.exec(a);
  const right = SEMVER.exec(b);
  if (!left || !right) return undefined;
  for (const part of [1, 2, 3]) {
    const order = compareDigits(left[part], right[part]);
    if (order) return order;
  }
  if (left[4] === undefined || right[4] === undefined) {
    return orderOf(
      Number(left[4] === undefined) - Number(right[4] === undefined),
    );
  }
  return comparePreRelease(left[4].split('.'), right[4].split('.'));
}
