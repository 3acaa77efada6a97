import { KubeObject, StoreEvent } from '@slipway/kube-sim';
import { ControlLoop, ObjectName } from '../../../loops';
import { RolloutObjects } from '../RolloutObjects';
import { Rollout } from '../rolloutModel';
import { HASH_LABEL, MANAGED_BY } from './replicaSets';
import { servicesOf } from './spec';

export interface ServiceControllerOptions {
  objects: RolloutObjects;
  enqueueRollout(namespace: string | undefined, name: string): void;
}

/** Services that a Rollout no longer refers to, after a change or once it is deleted. Upstream: `removedKeys` and the handlers in `rollout/controller.go`. */
export function releasedServices(
  before: Readonly<KubeObject> | undefined,
  after: Readonly<KubeObject> | undefined,
): string[] {
  if (!before) return [];
  const kept = after ? servicesOf(after as Rollout) : [];
  return servicesOf(before as Rollout).filter(name => !kept.includes(name));
}

/**
 * Takes hash and mark away from a Service that no Rollout refers to any more:
 * another Rollout can take it then.
 *
 * @see service/service.go syncService
 */
export class ServiceController implements ControlLoop {
  constructor(private readonly options: ServiceControllerOptions) {}

  /** The Services that a Rollout no longer refers to. */
  wokenBy({ type, resource, object, previous }: StoreEvent): ObjectName[] {
    if (resource.kind !== 'Rollout') return [];
    const released =
      type === 'DELETED'
        ? releasedServices(object, undefined)
        : releasedServices(previous, object);
    const { namespace } = object.metadata;
    return released.map(name => ({ namespace, name }));
  }

  /** Looks at one Service once. */
  sync(namespace: string | undefined, name: string): void {
    const { objects, enqueueRollout } = this.options;
    const service = objects.services.get(namespace, name);
    if (!service?.spec.selector?.[HASH_LABEL]) return;
    const manager = service.metadata.annotations?.[MANAGED_BY];
    const rollouts =
      manager === undefined
        ? objects.rollouts.list(namespace)
        : [objects.rollouts.get(namespace, manager)];
    const user = rollouts.find(
      rollout => rollout && servicesOf(rollout).includes(name),
    );
    if (user) {
      enqueueRollout(namespace, user.metadata.name);
      return;
    }
    // Without the mark nothing is removed: the patch of the real controller names no selector then.
    if (manager === undefined) return;
    const { [MANAGED_BY]: _, ...annotations } =
      service.metadata.annotations ?? {};
    const { [HASH_LABEL]: __, ...selector } = service.spec.selector;
    objects.services.update({
      ...service,
      metadata: { ...service.metadata, annotations },
      spec: { ...service.spec, selector },
    });
  }
}
