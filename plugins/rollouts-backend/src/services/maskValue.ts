import { createHmac, randomBytes } from 'crypto';

const key = randomBytes(32);

/**
 * Stands in for a value that must not be shown, so that a diff can still tell
 * "same" from "different": a keyed digest of the value.
 *
 * The key is random and lives as long as the process. The same value has the
 * same tag in one answer, another tag after a restart or in another replica,
 * and cannot be guessed by trying values.
 */
export function maskValue(value: string): string {
  return createHmac('sha256', key).update(value).digest('hex').slice(0, 8);
}
