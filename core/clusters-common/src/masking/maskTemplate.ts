import { walk } from './walk';

/**
 * Gives a short tag for a value, keyed by the caller (for example the first
 * digits of an HMAC): the same value gives the same tag, so that a change is
 * seen, but the value cannot be found from it.
 */
export type Digest = (value: string) => string;

/** What stands in place of a value: `masked#<tag>`. */
export const masked = (value: string, digest: Digest) =>
  `masked#${digest(value)}`;

/**
 * A copy of a pod template (or of any part of one) in which every literal
 * value of an environment variable, and whatever looks like a secret in
 * annotations, labels, commands, arguments, headers and other fields, is
 * replaced by `masked#<tag>`. For views and records only: plans work on fresh
 * objects.
 */
export function maskTemplate<T>(template: T, digest: Digest): T {
  return walk(template, '', {
    mask: value => masked(value, digest),
  }) as T;
}
