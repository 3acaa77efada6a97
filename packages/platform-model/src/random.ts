/**
 * A number in [0, 1) that depends on the given words alone (FNV-1a, then a
 * finalising mix). The same words always give the same number.
 */
export function seededUnit(...words: Array<string | number>): number {
  let hash = 0x811c9dc5;
  for (const char of words.join('\u0000')) {
    hash ^= char.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  return (hash >>> 0) / 2 ** 32;
}

/** A seeded number in [low, high). */
export function seededBetween(
  low: number,
  high: number,
  ...words: Array<string | number>
): number {
  return low + (high - low) * seededUnit(...words);
}
