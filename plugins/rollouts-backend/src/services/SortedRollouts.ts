import { RolloutSummary } from '@slipway/plugin-rollouts-common';

/** Summaries in an order that is kept up to date: a change moves one of them, the others are not compared again. */
export class SortedRollouts {
  readonly #byKey = new Map<string, RolloutSummary>();
  readonly #rows: RolloutSummary[];

  /** @param order - 0 only for a rollout and itself, else one of two does not stand where it is looked for */
  constructor(
    entries: Iterable<{ key: string; summary: RolloutSummary }>,
    private readonly order: (a: RolloutSummary, b: RolloutSummary) => number,
  ) {
    for (const { key, summary } of entries) this.#byKey.set(key, summary);
    this.#rows = [...this.#byKey.values()].sort(order);
  }

  get rows(): readonly RolloutSummary[] {
    return this.#rows;
  }

  set(key: string, summary: RolloutSummary): void {
    this.delete(key);
    this.#byKey.set(key, summary);
    this.#rows.splice(this.#placeOf(summary), 0, summary);
  }

  delete(key: string): void {
    const old = this.#byKey.get(key);
    if (!old) return;
    this.#byKey.delete(key);
    this.#rows.splice(this.#placeOf(old), 1);
  }

  /** Index of the first row that does not stand before this one. */
  #placeOf(summary: RolloutSummary): number {
    let from = 0;
    let to = this.#rows.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.order(this.#rows[middle], summary) < 0) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
