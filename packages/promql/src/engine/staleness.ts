const LOW = 2;
const HIGH = 0x7ff00000;

/**
 * Writes Prometheus' stale marker, a NaN of its own bits, which says that the
 * series ended there. Written and read as bits: a number that passes through
 * the language may lose them.
 *
 * @see model/value/value.go of Prometheus (StaleNaN)
 */
export function markStale(values: Float64Array, index: number): void {
  const bits = new Uint32Array(values.buffer, values.byteOffset + index * 8, 2);
  bits[0] = LOW;
  bits[1] = HIGH;
}

/** Says whether the value at an index is the stale marker; an ordinary NaN is not. */
export function isStale(values: Float64Array, index: number): boolean {
  if (!Number.isNaN(values[index])) {
    return false;
  }
  const bits = new Uint32Array(values.buffer, values.byteOffset + index * 8, 2);
  return bits[0] === LOW && bits[1] === HIGH;
}
