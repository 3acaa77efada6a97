/** Result of a comparison: a is lower, the same, or higher. */
export type Order = -1 | 0 | 1;

export const orderOf = (difference: number): Order => {
  if (difference < 0) return -1;
  return difference > 0 ? 1 : 0;
};

/** Compares two texts of digits by their value, whatever their length. */
export function compareDigits(a: string, b: string): Order {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return orderOf(left.length - right.length);
  return compareText(left, right);
}

/** Compares by code units, as C's `strcmp` does for ASCII. */
export function compareText(a: string, b: string): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
