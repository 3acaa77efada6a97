import { InputError } from '@backstage/errors';

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'its host name is not known',
  EAI_AGAIN: 'its host name cannot be looked up',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer in time',
  UND_ERR_BODY_TIMEOUT: 'it went silent',
  ESILENT: 'it went silent',
  ETIMEOUT: 'it does not answer in time',
  ECREDENTIALS: "the portal's credentials for it could not be had",
  EBLOCKED: 'its host name leads to a link-local or metadata address',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/**
 * Why a server could not be talked to, in plain words that continue after "…
 * cannot be reached: ". Uses the error's code only: messages may hold
 * addresses or secrets.
 */
export function transportReason(error: unknown): string {
  if (error instanceof InputError) {
    return error.message; // our own words about the configuration
  }
  if (error instanceof SyntaxError) {
    return 'the answer is not JSON';
  }
  const code = codeOf(error);
  if (code === undefined) {
    return 'the request failed';
  }
  return REASONS[code] ?? `the request failed (${code})`;
}

/** An open connection on which nothing comes although something should. */
export class SilenceError extends Error {
  readonly name = 'SilenceError';
  readonly code = 'ESILENT';

  /** @param lastHeard - when the server was last heard of, where that is known */
  constructor(readonly lastHeard?: Date) {
    super();
  }
}

/** True when a server was not heard of in time: nobody knows since when it was away. */
export function isSilence(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === 'UND_ERR_BODY_TIMEOUT' ||
    code === 'ETIMEDOUT' ||
    code === 'ESILENT'
  );
}

/** Code of an error or of what caused it; `ETIMEOUT` for a deadline of ours. */
export function codeOf(error: unknown, depth: number = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 3) {
    return undefined;
  }
  if ('code' in error && typeof error.code === 'string') {
    return error.code;
  }
  // What `AbortSignal.timeout` gives; its code is a number.
  if ('name' in error && error.name === 'TimeoutError') {
    return 'ETIMEOUT';
  }
  if (error instanceof AggregateError) {
    return codeOf(error.errors[0], depth + 1);
  }
  return 'cause' in error ? codeOf(error.cause, depth + 1) : undefined;
}
