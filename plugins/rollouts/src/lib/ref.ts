import { ObjectRef } from '@slipway/plugin-clusters-common';

/** `gke-prod/ecommerce/order-service`: the value of `?at=` and the key of a place. */
export function formatRef(ref: ObjectRef): string {
  return `${ref.cluster}/${ref.namespace}/${ref.name}`;
}

/** Reads what {@link formatRef} wrote; undefined for anything else. */
export function parseRef(
  text: string | null | undefined,
): ObjectRef | undefined {
  const parts = text?.split('/') ?? [];
  if (parts.length !== 3 || parts.some(part => part === '')) return undefined;
  const [cluster, namespace, name] = parts;
  return { cluster, namespace, name };
}

/** True when both name the same object. */
export function sameRef(a: ObjectRef, b: ObjectRef): boolean {
  return (
    a.cluster === b.cluster && a.namespace === b.namespace && a.name === b.name
  );
}
