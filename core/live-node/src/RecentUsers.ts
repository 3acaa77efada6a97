/** How long a user counts as active after a sign of activity. */
const ACTIVE_MS = 2_000;

/** Who was active lately; as much of it as is needed to say whether somebody is alone. */
export class RecentUsers {
  #latest?: { user: string; at: number };
  /** The latest other than `#latest`. */
  #other?: { user: string; at: number };

  /** This user is active now. */
  note(user: string): void {
    if (this.#latest && this.#latest.user !== user) this.#other = this.#latest;
    this.#latest = { user, at: Date.now() };
  }

  /** Whether anybody but this user has been active in the last two seconds. */
  othersThan(user: string): boolean {
    const other = this.#latest?.user === user ? this.#other : this.#latest;
    return other !== undefined && Date.now() - other.at < ACTIVE_MS;
  }
}
