import { Asked, canonicalOf } from '@slipway/plugin-approvals-common';
import { createHash } from 'node:crypto';

/** SHA-256 over the canonical form of what is asked, in hexadecimal. */
export function digestOf(asked: Asked): string {
  return createHash('sha256').update(canonicalOf(asked), 'utf8').digest('hex');
}
