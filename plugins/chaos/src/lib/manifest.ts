import { JsonObject } from '@backstage/types';
import { FaultCore } from '@slipway/plugin-chaos-common';

/** The spec of an object as its page has it. */
export function specOf({ manifest }: Pick<FaultCore, 'manifest'>): JsonObject {
  const { spec } = manifest;
  return typeof spec === 'object' && spec !== null && !Array.isArray(spec)
    ? spec
    : {};
}
