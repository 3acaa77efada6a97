import {
  withDefaults,
  ApiError,
  KubeObject,
  NewObject,
  ObjectStore,
  ResourceType,
} from '@slipway/kube-sim';
import {
  Deployment,
  EventObject,
  Ingress,
  Job,
  Node,
  Owner,
  Pod,
  ReplicaSet,
  Service,
} from './model';

/** Whether the controller owner of an object is this one. Names do not count. */
export const isOwnedBy = (
  object: Pick<KubeObject, 'metadata'>,
  uid: string,
): boolean =>
  object.metadata.ownerReferences?.some(
    reference => reference.controller && reference.uid === uid,
  ) ?? false;

export const controllerReference = (owner: Owner) => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name,
  uid: owner.metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** A copy that may be changed, with spec and status present. */
function loaded<O extends KubeObject>(object: Readonly<O>): O {
  const copy = structuredClone(object) as O;
  // Events have neither.
  if (copy.kind === 'Event') return copy;
  copy.spec ??= {};
  copy.status ??= {};
  return copy;
}

/** The objects of one kind. Everything read is a copy. */
export class Kind<O extends KubeObject> {
  constructor(
    readonly store: ObjectStore,
    readonly apiVersion: string,
    readonly kind: string,
  ) {}

  /** Looked up again each time: kinds can be added while the cluster runs. */
  get type(): ResourceType | undefined {
    return this.store.typeOfKind(this.apiVersion, this.kind);
  }

  #required(): ResourceType {
    const { type } = this;
    if (!type) {
      throw new ApiError(
        404,
        'NotFound',
        `no matches for kind "${this.kind}" in version "${this.apiVersion}"`,
      );
    }
    return type;
  }

  get(namespace: string | undefined, name: string): O | undefined {
    const { type } = this;
    const object = type && this.store.get<O>(type, namespace, name);
    return object && loaded(object);
  }

  list(namespace?: string): O[] {
    const { type } = this;
    return type ? this.store.list<O>(type, { namespace }).map(loaded) : [];
  }

  /** What an object controls, oldest first. */
  ownedBy(owner: Owner): O[] {
    const { type } = this;
    if (!type) return [];
    return this.store
      .list<O>(type, { namespace: owner.metadata.namespace })
      .filter(object => isOwnedBy(object, owner.metadata.uid))
      .map(loaded)
      .sort(
        (left, right) =>
          Date.parse(left.metadata.creationTimestamp) -
            Date.parse(right.metadata.creationTimestamp) ||
          (left.metadata.name < right.metadata.name ? -1 : 1),
      );
  }

  create(object: Omit<NewObject<O>, 'apiVersion' | 'kind'>): O {
    const whole = {
      apiVersion: this.apiVersion,
      kind: this.kind,
      ...object,
    } as NewObject<O>;
    const type = this.#required();
    // As over the API: what controllers create has its defaults too.
    const filled = withDefaults(type, whole as KubeObject) as NewObject<O>;
    return loaded(this.store.create<O>(type, filled));
  }

  update(object: O): O {
    return loaded(this.store.update<O>(this.#required(), object));
  }

  /** Updates as over the API: what the object lacks gets its defaults again. */
  replace(object: O): O {
    return this.update(withDefaults(this.#required(), object) as O);
  }

  updateStatus(object: O): O {
    return loaded(
      this.store.update<O>(this.#required(), object, {
        subresource: 'status',
      }),
    );
  }

  /** Deletes; that it is gone already is no error. */
  delete(object: O, options: { gracePeriodSeconds?: number } = {}): void {
    try {
      this.store.delete(
        this.#required(),
        object.metadata.namespace,
        object.metadata.name,
        { uid: object.metadata.uid, ...options },
      );
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 404)) throw error;
    }
  }
}

/** The kinds of Kubernetes that control loops work on. A module adds those of its own in a subclass. */
export class Objects {
  readonly replicaSets: Kind<ReplicaSet>;
  readonly deployments: Kind<Deployment>;
  readonly configMaps: Kind<KubeObject>;
  readonly jobs: Kind<Job>;
  readonly pods: Kind<Pod>;
  readonly nodes: Kind<Node>;
  readonly services: Kind<Service>;
  readonly ingresses: Kind<Ingress>;
  readonly events: Kind<EventObject>;

  constructor(readonly store: ObjectStore) {
    this.replicaSets = new Kind(store, 'apps/v1', 'ReplicaSet');
    this.deployments = new Kind(store, 'apps/v1', 'Deployment');
    this.configMaps = new Kind(store, 'v1', 'ConfigMap');
    this.jobs = new Kind(store, 'batch/v1', 'Job');
    this.pods = new Kind(store, 'v1', 'Pod');
    this.nodes = new Kind(store, 'v1', 'Node');
    this.services = new Kind(store, 'v1', 'Service');
    this.ingresses = new Kind(store, 'networking.k8s.io/v1', 'Ingress');
    this.events = new Kind(store, 'v1', 'Event');
  }
}
