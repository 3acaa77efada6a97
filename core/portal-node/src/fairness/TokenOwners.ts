/** Tokens that are remembered at the same time. */
const MOST_TOKENS = 10_000;

/**
 * Whose a token is, for tokens that have been verified: what a token says of
 * itself is not believed, or one user could use up the share of another.
 */
export class TokenOwners {
  readonly #owners = new Map<string, { user: string; expiresAt: number }>();

  /** The user whose token this is; undefined when it has not been verified here, or has expired. */
  userOf(token: string): string | undefined {
    const owner = this.#owners.get(token);
    if (!owner) return undefined;
    if (owner.expiresAt > Date.now()) return owner.user;
    this.#owners.delete(token);
    return undefined;
  }

  /** Remembers a token that has been verified; the oldest are forgotten when there are too many. */
  remember(token: string, user: string, expiresAt: Date | undefined): void {
    if (!expiresAt) return;
    this.#owners.delete(token);
    this.#owners.set(token, { user, expiresAt: expiresAt.getTime() });
    if (this.#owners.size <= MOST_TOKENS) return;
    const [oldest] = this.#owners.keys();
    this.#owners.delete(oldest);
  }
}
