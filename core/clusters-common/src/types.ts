/** Names one Kubernetes object in one of the configured clusters. */
export interface ObjectRef {
  cluster: string;
  namespace: string;
  name: string;
}

/** An {@link ObjectRef} with its kind, as shown to users and kept in the activity record. */
export interface KindedObjectRef extends ObjectRef {
  kind: string;
  uid?: string;
}

/** What a cluster or namespace is used for. Anything not declared counts as `prod`. */
export type Environment = 'dev' | 'stage' | 'prod';

/** Where an {@link Environment} came from; `undeclared` means that production rules apply because nobody said otherwise. */
export type EnvironmentSource =
  | 'config-namespace'
  | 'namespace-label'
  | 'config-cluster'
  | 'undeclared';

export interface ResolvedEnvironment {
  environment: Environment;
  source: EnvironmentSource;
}

/**
 * How current the cache of one kind in one cluster is.
 *
 * - `connecting`: no first list yet, or its watch is not open yet
 * - `live`: the watch is open
 * - `stale`: there is data, but the watch is broken since `since`
 * - `unreachable`: never had data, and the cluster does not answer
 * - `refused`: RBAC or credentials do not allow it; what was known before is kept
 * - `not-installed`: the cluster does not know the kind (CRD missing)
 */
export type FreshnessState =
  | 'connecting'
  | 'live'
  | 'stale'
  | 'unreachable'
  | 'refused'
  | 'not-installed';

export interface Freshness {
  cluster: string;
  /** Plural resource with group, as in `rollouts.argoproj.io`; absent when it speaks of the cluster as a whole. */
  resource?: string;
  state: FreshnessState;
  /** ISO time at which this state began. For `stale`: the last time that the data was known to be current. */
  since: string;
  /** One sentence without secrets, for users; absent when `live`. */
  reason?: string;
}

/** Public facts of one configured cluster. Never holds credentials. */
export interface ClusterInfo {
  name: string;
  title?: string;
  environment: ResolvedEnvironment;
  /** False when this cluster is configured as read-only. */
  allowActions: boolean;
  freshness: Freshness[];
}

/** Fields of Kubernetes object metadata that Slipway keeps. */
export interface ObjectMeta {
  uid: string;
  name: string;
  namespace?: string;
  /** Opaque; compare for equality only. */
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
}

/** The smallest shape that every cached object has. */
export interface KubeObject {
  apiVersion?: string;
  kind?: string;
  metadata: ObjectMeta;
}

/** One JSON Patch operation (RFC 6902), the subset that Slipway sends. */
export type JsonPatchOperation =
  | { op: 'test' | 'add' | 'replace'; path: string; value: unknown }
  | { op: 'remove'; path: string };

/** Group, version and plural of a kind. The core group is the empty string. */
export interface ResourceId {
  group: string;
  version: string;
  plural: string;
  kind: string;
}

/** The user (or service) on whose behalf a write is made. */
export interface Actor {
  /** `user:default/olga`. */
  userEntityRef: string;
  /** Refs through which the user owns things, as `userInfo` gives them (includes the user). */
  ownershipEntityRefs: string[];
}

/** Annotation or label by which a workload (or its namespace) names its catalog entity. */
export const ENTITY_REF_KEY = 'slipway.io/entity-ref';
/**
 * Annotation that the portal puts on entities from locations that are not trusted: nobody gets a right through them.
 * A file cannot set or remove it.
 */
export const UNTRUSTED_LOCATION_KEY = 'slipway.io/untrusted-location';
/** Label by which a namespace declares its {@link Environment}. */
export const ENVIRONMENT_LABEL = 'slipway.io/environment';
/** Backstage's standard join label and annotation. */
export const KUBERNETES_ID_KEY = 'backstage.io/kubernetes-id';
