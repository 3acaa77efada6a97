import { NotFoundError } from '@backstage/errors';
import { faultPathSchema, FaultRef } from '@slipway/plugin-chaos-common';
import { createHash } from 'node:crypto';

/** How a part is found again: `gke/shop/NetworkChaos/slow-network-1a2b3c`. */
export const partRef = ({ cluster, namespace, kind, name }: FaultRef) =>
  [cluster, namespace, kind, name].join('/');

/** @throws NotFoundError for what is no reference of a part */
export function faultRefOf(ref: string): FaultRef {
  const [cluster, namespace, kind, name, ...more] = ref.split('/');
  const parsed = faultPathSchema.safeParse({ cluster, namespace, kind, name });
  if (!parsed.success || more.length > 0) {
    throw new NotFoundError(`There is no part ${ref}.`);
  }
  return parsed.data;
}

const hashOf = (id: string) => createHash('sha256').update(id).digest('hex');

/** The id of a part as the value of a label. */
export const partLabel = (id: string) => hashOf(id).slice(0, 40);

/** Name of the object of a part: the same for the same part, so that the API server refuses a second one. */
export const partName = (offer: string, id: string) =>
  `${offer}-${hashOf(id).slice(0, 10)}`;
