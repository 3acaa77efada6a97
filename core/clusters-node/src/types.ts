import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  Actor,
  ClusterInfo,
  Freshness,
  KubeObject,
  ObjectRef,
  ResolvedEnvironment,
  ResourceId,
  Write,
} from '@slipway/plugin-clusters-common';

/**
 * A change in the cache of one kind. `sync`: the whole list of that cluster was
 * taken over. A first list is reported as one `sync`; a later one (after an outage)
 * reports each change, with `previous`, and then `sync`.
 */
export type KindEvent<T extends KubeObject> =
  | { type: 'upsert'; cluster: string; object: T; previous?: T }
  | { type: 'remove'; cluster: string; object: T }
  | { type: 'sync'; cluster: string }
  | { type: 'freshness'; cluster: string; freshness: Freshness };

/** How one kind is watched and what is kept of each object. */
export interface KindDefinition<T extends KubeObject> {
  resource: ResourceId;
  /**
   * Whose projection it is, as a rule the plugin's name. A resource and an id
   * have one store and one `project` function; whoever watches with the same
   * pair shares it.
   */
  readonly id: string;
  /**
   * Trims an object as it came from the API server before it is kept. Must
   * keep `metadata` as {@link KubeObject} has it (managedFields go away by
   * themselves), and change nothing of what it is given: other projections
   * read the same object.
   *
   * @returns undefined for an object that is not kept
   */
  readonly project: (raw: Record<string, unknown>) => T | undefined;
}

/** Read side: what one projection keeps of one kind, over all clusters. */
export interface KindCache<T extends KubeObject> {
  readonly resource: ResourceId;
  list(filter?: { cluster?: string; namespace?: string }): T[];
  get(ref: ObjectRef): T | undefined;
  getByUid(cluster: string, uid: string): T | undefined;
  /** Objects whose controller owner has this UID. */
  listByOwner(cluster: string, ownerUid: string): T[];
  /** Objects carrying this label value (indexed for the join labels: `backstage.io/kubernetes-id`, `app.kubernetes.io/name`). */
  listByLabel(cluster: string, label: string, value: string): T[];
  /** Cluster that an object of this cache came from. */
  clusterOf(object: T): string;
  freshness(): Freshness[];
  /** Calls back synchronously for each later change. Returns the function that ends it. */
  subscribe(listener: (event: KindEvent<T>) => void): () => void;
  /** Resolves when each cluster has either its first list or a failure that is known (never rejects). */
  ready(): Promise<void>;
  /**
   * Ends this use of the cache and its subscriptions. What nobody else watches
   * is forgotten, and its watch ended; the cache must not be read afterwards.
   */
  release(): void;
}

/** The Kubernetes client of all Slipway plugins (root service `slipway.clusters`). */
export interface Clusters {
  /** Configured clusters; waits for plugin-kubernetes to hand over its supplier. */
  list(): Promise<ClusterInfo[]>;
  /**
   * Starts (or joins) the one watch of a kind in each cluster, and keeps of its
   * objects what `project` makes of them. Call it at the start of a plugin: a
   * projection that comes later makes the kind be listed again, and what others
   * have of it does not change meanwhile.
   *
   * @throws InputError for Secrets
   * @throws Error when another `project` function has the same id
   */
  watch<T extends KubeObject>(definition: KindDefinition<T>): KindCache<T>;
  /**
   * Environment by namespace configuration, namespace label, cluster
   * configuration; else `prod`, `undeclared`. Until the namespace's labels have
   * been read, the cluster's configuration does not count.
   */
  environmentOf(cluster: string, namespace: string): ResolvedEnvironment;
  /** Annotations and labels of a namespace as far as known. */
  namespaceMeta(
    cluster: string,
    namespace: string,
  ): { labels: Record<string, string>; annotations: Record<string, string> };

  /** Fresh read from the API server with the portal's own identity. Throws NotFoundError, NotAllowedError, ServiceUnavailableError. */
  get<T = unknown>(
    resource: ResourceId,
    ref: ObjectRef,
    options?: { signal?: AbortSignal },
  ): Promise<T>;
  /** Fresh list in one namespace. */
  listFresh<T = unknown>(
    resource: ResourceId,
    scope: { cluster: string; namespace: string; labelSelector?: string },
  ): Promise<T[]>;
  /**
   * That a cluster takes actions. Each write checks it too; a runner asks
   * before it records anything.
   *
   * @throws NotFoundError when no such cluster is configured
   * @throws NotAllowedError when it is read-only, with the key that says so
   */
  requireActions(cluster: string): Promise<void>;
  /**
   * Sends one write as the actor (impersonating where configured). Throws
   * ConflictError when the object is not what was seen (a `test` of a patch: the
   * API server answers 422 without details, the object is read again to know; a
   * precondition of a delete), exists already, or on 409; NotAllowedError (403,
   * or the cluster is read-only by configuration); NotFoundError; InputError
   * (422 validation, and Secrets); ServiceUnavailableError when it was certainly
   * not made, OutcomeUnknownError when it was sent and nobody knows what became
   * of it.
   *
   * With `dryRun` the API server tries it (`dryRun=All`): permission, `test`
   * operations, preconditions, validation, admission. Nothing is changed, and
   * OutcomeUnknownError never thrown.
   *
   * @returns the object as the API server answered; undefined when it answered
   * none: after a delete that took effect at once, and when an admission webhook
   * does not support dry runs
   */
  write(
    cluster: string,
    write: Write,
    actor: Actor,
    options?: { dryRun?: boolean },
  ): Promise<KubeObject | undefined>;
  /**
   * The last lines of a container's log. Asks for `podLogsReadPermission` on the
   * entity that owns the pod, then reads as the actor where configured, so that
   * RBAC (`get` of `pods/log`) decides too. At most 1 MiB.
   *
   * @throws NotAllowedError without the permission, or by RBAC
   * @throws NotFoundError when there is no such pod, container or earlier run
   * @throws InputError, ServiceUnavailableError
   */
  podLogs(
    pod: ObjectRef,
    query: PodLogQuery,
    reader: LogReader,
  ): Promise<PodLog>;
  /**
   * Sends a request to a service through the API server, with the portal's own
   * identity (`get` or `create` of `services/proxy`). For services that the
   * portal itself made, such as the master of a load test: no permission is
   * asked here. At most 16 MiB.
   *
   * @returns the answer, whatever it says: that of the API server too, which
   * answers 404 without the service and 503 without a ready pod
   * @throws ServiceUnavailableError when the cluster does not answer
   */
  requestService(
    service: ObjectRef,
    request: ServiceRequest,
  ): Promise<ServiceAnswer>;
}

/** A request to a service of a cluster. */
export interface ServiceRequest {
  method: 'GET' | 'POST';
  port: number;
  /** Starts with a slash. */
  path: string;
  query?: Record<string, string | number | undefined>;
  /** Body of a POST, sent as a form. */
  form?: Record<string, string>;
  /** For the whole answer; 15 s unless given. */
  deadlineMs?: number;
}

/** What a service answered. */
export interface ServiceAnswer {
  status: number;
  text: string;
}

/** Which part of a pod's logs. */
export interface PodLogQuery {
  /** May be left out where the pod has only one. */
  container?: string;
  /** Of the run before the last restart. */
  previous?: boolean;
  /** Default 500, at most 5,000. */
  tailLines?: number;
  sinceSeconds?: number;
}

/** Who reads a log, and by which right. */
export interface LogReader {
  credentials: BackstageCredentials;
  permissions: Pick<PermissionsService, 'authorize'>;
  actor: Actor;
  /** The entity that owns the pod, as `owners.bind` has it. */
  entityRef: string;
}

export interface PodLog {
  text: string;
  /** True when there was more than 1 MiB: the rest is later. */
  truncated: boolean;
}
