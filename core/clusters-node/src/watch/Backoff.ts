/** Delays between attempts, in milliseconds. */
export interface BackoffOptions {
  baseMs: number;
  capMs: number;
  /** 0 ≤ x < 1; default Math.random. */
  random?: () => number;
}

/**
 * Exponential backoff with full jitter: the n-th delay is uniform between 0
 * and `min(cap, base · 2ⁿ)`, so that many watchers that broke together do not
 * come back together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class Backoff {
  #attempt = 0;

  constructor(private readonly options: BackoffOptions) {}

  next(): number {
    const { baseMs, capMs, random = Math.random } = this.options;
    const limit = Math.min(capMs, baseMs * 2 ** Math.min(this.#attempt, 30));
    this.#attempt += 1;
    return Math.floor(random() * limit);
  }

  /** To be called after a healthy period. */
  reset(): void {
    this.#attempt = 0;
  }
}

/** A delay between two bounds, for what is retried slowly. */
export function between(
  [minMs, maxMs]: readonly [number, number],
  random: () => number = Math.random,
): number {
  return Math.floor(minMs + random() * (maxMs - minMs));
}
