/** JSON as it travels; objects of the API are plain JSON. */
export type Json =
  | null
  | boolean
  | number
  | string
  | Json[]
  | { [key: string]: Json };

/** Metadata that the store keeps and enforces. */
export interface ObjectMeta {
  name: string;
  generateName?: string;
  namespace?: string;
  uid: string;
  /** Opaque to clients; a counter over the whole cluster inside. */
  resourceVersion: string;
  /** Raised when the spec of a kind with a status subresource changes. */
  generation: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  finalizers?: string[];
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: Array<{
    apiVersion: string;
    kind: string;
    name: string;
    uid: string;
    controller?: boolean;
    blockOwnerDeletion?: boolean;
  }>;
}

export interface KubeObject<Spec = Json, Status = Json> {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  spec?: Spec;
  status?: Status;
}

/** Where a custom kind has what its scale subresource is about. */
export interface Scale {
  specReplicasPath: string;
  statusReplicasPath: string;
  labelSelectorPath?: string;
}

/** A column of `kubectl get`, as a CRD declares it. Its path is one of plain members: `.status.phase`. */
export interface PrinterColumn {
  name: string;
  type: 'string' | 'integer' | 'date';
  jsonPath: string;
  /** 0 is always printed, 1 with `-o wide`. Default 0. */
  priority?: number;
}

/** One field that is wrong; `message` as validation words it. */
export interface FieldError {
  field: string;
  reason:
    | 'FieldValueInvalid'
    | 'FieldValueRequired'
    | 'FieldValueForbidden'
    | 'FieldValueTypeInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueNotFound'
    | 'FieldValueTooLong'
    | 'FieldValueTooMany';
  message: string;
}

/**
 * What a cluster knows of a kind that it serves from its start, beside its
 * names: what the CRD of that kind says. For kinds of a CRD in the store the
 * CRD says it.
 */
export interface CustomKind {
  /** The structural schema (`openAPIV3Schema`), with all parts in place. */
  schema?: { [key: string]: Json };
  scale?: Scale;
  columns?: readonly PrinterColumn[];
  /**
   * Rules that the schema cannot say, as a validating webhook has them.
   *
   * @param current - what is there already, for an update
   */
  validate?(
    next: Readonly<KubeObject>,
    current?: Readonly<KubeObject>,
  ): FieldError[];
  /** What a mutating webhook of the kind fills in. */
  fill?(next: KubeObject): KubeObject;
  /**
   * What a validating webhook of the kind refuses, in its own words; undefined
   * when it lets the object pass.
   *
   * @param current - what is there already, for an update
   * @param store - what else the cluster has
   */
  refuse?(
    next: Readonly<KubeObject>,
    current: Readonly<KubeObject> | undefined,
    store: ObjectStore,
  ): Refusal | undefined;
}

/** What a webhook says when it refuses an object. */
export interface Refusal {
  /** Name of the webhook. */
  webhook: string;
  message: string;
}

/** A kind that a cluster serves. */
export interface ResourceType {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  shortNames: string[];
  namespaced: boolean;
  /** With `status`, writes to the main resource leave the status alone and the other way round. */
  subresources: Array<'status' | 'scale' | 'log'>;
  categories?: string[];
  /** For custom kinds that are there without a CRD in the store. */
  custom?: CustomKind;
}

/** What happened to one object, in the order of resource versions. */
export interface StoreEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  resource: ResourceType;
  /** Frozen; for DELETED the last state, with the resource version of the deletion. */
  object: Readonly<KubeObject>;
  previous?: Readonly<KubeObject>;
}

export interface ListFilter {
  namespace?: string;
  /** As in the API: `app=web,tier in (a,b),!x`. */
  labelSelector?: string;
  /** `metadata.name=…`, `metadata.namespace=…`, and what each kind allows. */
  fieldSelector?: string;
}

export interface WriteOptions {
  /** Write to the status only. */
  subresource?: 'status';
}

/**
 * The objects of one cluster: synchronous, in memory, with the semantics of
 * the API server's storage. The HTTP front and the controllers both write
 * through it, so that whatever a controller does is seen by watches in order.
 *
 * All failures are {@link ApiError}s with the reason and code that a real API
 * server answers: NotFound, AlreadyExists, Conflict, Invalid.
 */
export interface ObjectStore {
  /** Version of the newest write. */
  readonly resourceVersion: string;
  types(): readonly ResourceType[];
  typeOf(group: string, plural: string): ResourceType | undefined;
  typeOfKind(apiVersion: string, kind: string): ResourceType | undefined;
  get<O extends KubeObject = KubeObject>(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): Readonly<O> | undefined;
  list<O extends KubeObject = KubeObject>(
    type: ResourceType,
    filter?: ListFilter,
  ): Array<Readonly<O>>;
  create<O extends KubeObject = KubeObject>(
    type: ResourceType,
    object: NewObject<O>,
  ): Readonly<O>;
  /** Replaces an object; with `metadata.resourceVersion` set it must be the newest, else Conflict. Writing nothing new changes no version. */
  update<O extends KubeObject = KubeObject>(
    type: ResourceType,
    object: O,
    options?: WriteOptions,
  ): Readonly<O>;
  /** Sets the deletion timestamp while finalizers remain; otherwise removes and lets dependents be collected. */
  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options?: {
      uid?: string;
      resourceVersion?: string;
      propagation?: 'Background' | 'Foreground' | 'Orphan';
      gracePeriodSeconds?: number;
    },
  ): Readonly<KubeObject>;
  /** Called synchronously after each write. @returns the function that ends it */
  subscribe(listener: (event: StoreEvent) => void): () => void;
  /** Everything, for keeping over a restart. */
  snapshot(): Json;
}

/** An object as a client sends it: the store fills in the rest. */
export type NewObject<O extends KubeObject = KubeObject> = Omit<
  O,
  'metadata'
> & {
  metadata: Partial<ObjectMeta> & ({ name: string } | { generateName: string });
};

/** A `Status` of the API as an error. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: Json,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}
