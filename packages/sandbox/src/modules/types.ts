import {
  FieldError,
  KubeObject,
  ObjectStore,
  PrinterColumn,
  Refusal,
  ResourceType,
  ServiceAnswer,
  ServiceRequest,
} from '@slipway/kube-sim';
import { Cause } from '@slipway/platform-model';
import { LoopContext, LoopDefinition } from '../loops';

/** A rule of RBAC as Roles have it. */
export interface Rule {
  [field: string]: string[];
  apiGroups: string[];
  resources: string[];
  verbs: string[];
}

/** What a module adds to the roles of `tools/real-stack/manifests`. */
export interface ModuleRbac {
  /** The portal, in the whole cluster. */
  view: readonly Rule[];
  /** Teams in their namespaces, and the portal. */
  operate: readonly Rule[];
}

/**
 * One feature of the simulated platform, in a folder of its own. What it
 * declares is added to every cluster; see docs/sandbox.md for how to add one.
 */
export interface SandboxModule {
  /** Kinds that clusters serve for it, with the schemas of their CRDs. */
  kinds: readonly ResourceType[];
  /** What `kubectl get` prints of each of its kinds, by kind; name and age by default. */
  columns?: Readonly<Record<string, readonly PrinterColumn[]>>;
  rbac?: ModuleRbac;
  /** The real stack has no such kinds: its roles are not compared with those of this module. */
  onlyInSandbox?: boolean;
  /**
   * Rules for objects of its kinds that their schemas cannot say, as a
   * validating webhook has them.
   *
   * @param current - what is there already, for an update
   */
  validate?(
    next: Readonly<KubeObject>,
    current?: Readonly<KubeObject>,
  ): FieldError[];
  /** What a mutating webhook of its kinds fills in. */
  fill?(next: KubeObject): KubeObject;
  /**
   * What a validating webhook of its kinds refuses, in its own words.
   *
   * @param store - what else the cluster has
   */
  refuse?(
    next: Readonly<KubeObject>,
    current: Readonly<KubeObject> | undefined,
    store: ObjectStore,
  ): Refusal | undefined;
  /** The control loops of one cluster. */
  loops(context: LoopContext): readonly LoopDefinition[];
  /** What its objects do to the traffic of a cluster now. Asked once per sample. */
  effects?(store: ObjectStore): readonly Cause[];
  /** What its pods answer to requests that reach them through the API server; undefined for pods that are not its own. */
  answer?(
    store: ObjectStore,
    request: ServiceRequest,
  ): ServiceAnswer | undefined;
}
