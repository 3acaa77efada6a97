import { Digest, ObjectRef } from '@slipway/plugin-clusters-common';
import { createHmac, randomBytes } from 'crypto';

const key = randomBytes(32);

/**
 * Tags that stand in for the values of one rollout that must not be shown, so
 * that a diff can still tell "same" from "different": a keyed digest.
 *
 * The key is random and lives as long as the process. The same value has the
 * same tag in one rollout and another one in every other rollout, after a
 * restart and in another replica. So nobody finds out a value by trying values
 * in a service of their own.
 */
export function maskValuesOf({ cluster, namespace, name }: ObjectRef): Digest {
  const place = JSON.stringify([cluster, namespace, name]);
  return value =>
    createHmac('sha256', key)
      .update(place)
      .update('\0')
      .update(value)
      .digest('hex')
      .slice(0, 8);
}
