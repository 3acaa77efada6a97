/** What a request carries to say who the portal is. */
export interface Credential {
  /** Value of the `Authorization` header. */
  authorization?: string;
  /** PEM client certificate and key. */
  cert?: string | Buffer;
  key?: string | Buffer;
}

/** The portal has no way to say who it is. `code` is what `transportReason` knows. */
export class CredentialError extends Error {
  readonly name = 'CredentialError';
  readonly code = 'ECREDENTIALS';
}

/** A provider may take this long. Longer than the registry waits for plugin-kubernetes' auth strategy. */
const ASK_TIMEOUT_MS = 45_000;
/** How long a credential is used when it does not say when it ends. Shorter than any provider's validity (EKS: 15 min). */
const UNKNOWN_LIFETIME_MS = 5 * 60_000;
/** A credential that states its end is renewed this long before. */
const RENEW_BEFORE_MS = 60_000;

/**
 * Keeps the credential of one cluster: asks again before it ends, and after
 * {@link CredentialCache.invalidate} (a 401). Concurrent callers share one question.
 */
export class CredentialCache {
  #current: Promise<Credential> | undefined;
  #renewAt = 0;

  constructor(
    private readonly ask: () => Promise<Credential>,
    private readonly now: () => number = Date.now,
  ) {}

  get(): Promise<Credential> {
    if (!this.#current || this.now() >= this.#renewAt) {
      const asked = this.#ask();
      this.#current = asked;
      this.#renewAt = Infinity;
    }
    return this.#current;
  }

  /** The API server refused the credential: ask for a new one next time. */
  invalidate(): void {
    this.#current = undefined;
  }

  /** A provider that hangs must not hold up every request to its cluster for ever. */
  async #askInTime(): Promise<Credential> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new CredentialError('The provider does not answer')),
        ASK_TIMEOUT_MS,
      );
      timer.unref();
    });
    try {
      return await Promise.race([this.ask(), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(): Promise<Credential> {
    try {
      const credential = await this.#askInTime();
      const endsAt = expiryOf(credential.authorization);
      this.#renewAt =
        endsAt === undefined
          ? this.now() + UNKNOWN_LIFETIME_MS
          : endsAt - RENEW_BEFORE_MS;
      return credential;
    } catch (error) {
      this.#current = undefined;
      throw error;
    }
  }
}

/**
 * End of a bearer token in milliseconds since 1970, when it is a JWT that
 * states it. Only read, never trusted: it decides when to ask for the next one.
 */
export function expiryOf(authorization: string = ''): number | undefined {
  const payload = /^Bearer [^.]+\.([^.]+)\.[^.]+$/.exec(authorization)?.[1];
  if (!payload) {
    return undefined;
  }
  try {
    const claims: unknown = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    const exp =
      typeof claims === 'object' && claims !== null && 'exp' in claims
        ? claims.exp
        : undefined;
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
