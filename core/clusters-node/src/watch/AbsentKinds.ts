/** For so many gaps after a kind of a group was found its others are asked for without turns. */
const FREE_GAPS = 12;

/**
 * Turns of the kinds that a cluster does not have. Kinds of a group are
 * installed together, so that asking for one of them at a time is enough: a
 * cluster without Chaos Mesh and Trivy would otherwise be asked for thirty
 * kinds again and again.
 */
export class AbsentKinds {
  readonly #askedAt = new Map<string, number>();
  readonly #foundAt = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Whether a kind that was not there may be asked for again now. Where it may,
   * the next one of its group waits.
   *
   * @param gapMs - between two questions to a group
   */
  mayAsk(group: string, gapMs: number): boolean {
    const now = this.now();
    const found = this.#foundAt.get(group) ?? -Infinity;
    if (now - found < FREE_GAPS * gapMs) return true;
    if (now - (this.#askedAt.get(group) ?? -Infinity) < gapMs) return false;
    this.#askedAt.set(group, now);
    return true;
  }

  /** A kind is there that was not: others of its group probably are, too. */
  found(group: string): void {
    this.#foundAt.set(group, this.now());
  }
}
