import { InputError } from '@backstage/errors';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as the API server sent it, without what {@link trimMetadata} drops. */
export type RawObject = Record<string, unknown> & {
  metadata: Record<string, unknown> & { name: string; uid: string };
};

/**
 * Drops what no part of Slipway reads and what would fill the memory:
 * `metadata.managedFields` and the last-applied-configuration annotation.
 * The rest is shared with the given object, which is not changed.
 *
 * @throws InputError when the object has no name or UID: it did not come from an API server
 */
export function trimMetadata(raw: Record<string, unknown>): RawObject {
  const { managedFields: _, name, uid, ...metadata } = asRecord(raw.metadata);
  if (typeof name !== 'string' || typeof uid !== 'string') {
    throw new InputError('An object without metadata.name or metadata.uid');
  }
  const annotations = asRecord(metadata.annotations);
  if (LAST_APPLIED in annotations) {
    const { [LAST_APPLIED]: __, ...rest } = annotations;
    metadata.annotations = rest;
  }
  return { ...raw, metadata: { name, uid, ...metadata } };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
