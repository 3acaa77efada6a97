import { OwnerReference, KubeObject, ResourceId } from './types';

/**
 * Plural with group, the way `kubectl` names a kind: `rollouts.argoproj.io`,
 * and `pods` for the core group. One key for one kind, whatever its version.
 */
export function resourceKey(
  resource: Pick<ResourceId, 'group' | 'plural'>,
): string {
  return resource.group === ''
    ? resource.plural
    : `${resource.plural}.${resource.group}`;
}

/**
 * The owner that controls an object, if it has one. Ownership is by UID; an
 * object has at most one controller.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
 */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller);
}
