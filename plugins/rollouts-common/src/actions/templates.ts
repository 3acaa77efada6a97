import { InputError, NotFoundError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import {
  Digest,
  escapePointer,
  JsonPatchOperation,
  maskTemplate,
  PatchWrite,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import {
  Json,
  metadata,
  object,
  optionalObject,
} from '@slipway/plugin-clusters-common/read';
import { gitMark } from '../derive/gitMark';
import {
  DIFFERS_FROM_GIT_ANNOTATION,
  POD_TEMPLATE_HASH_LABEL,
  ROLLOUTS,
  workloadResource,
} from '../raw/resources';
import { PodTemplate, Rollout } from '../raw/types';
import { SeenState } from '../types';
import { guards, objectPatch, set, specPatch, test } from './operations';

/** Whole objects as they came from the API server a moment ago, never masked. */
export interface RawObjects {
  rollout: Json;
  /** The object that `spec.workloadRef` names; needed when there is one. */
  workload?: Json;
}

/** The object that holds the pod template, and where in it. */
export interface TemplateHolder {
  resource: ResourceId;
  raw: Json;
  /** JSON Pointer of the template. */
  path: string;
  template: Json;
}

/**
 * Finds the template: in the Rollout, or in the workload that it refers to.
 * (The plugin writes `/spec/template` into PodTemplates too, which have it at
 * `/template`.)
 *
 * @throws InputError when the kind of the reference is not supported
 * @throws NotFoundError when the workload was not given or is another one
 * @see pkg/kubectl-argo-rollouts/cmd/undo/undo.go `undoWorkloadRef`
 */
export function templateHolder(
  rollout: Rollout,
  raw: RawObjects,
): TemplateHolder {
  const ref = rollout.spec.workloadRef;
  if (!ref) {
    return {
      resource: ROLLOUTS,
      raw: raw.rollout,
      path: '/spec/template',
      template: object(object(raw.rollout.spec).template),
    };
  }
  const resource = workloadResource(ref.kind);
  if (!resource) {
    throw new InputError(
      `The template comes from a ${ref.kind}, which is not supported: Deployment, ReplicaSet and PodTemplate are.`,
    );
  }
  if (!raw.workload || metadata(raw.workload).name !== ref.name) {
    throw new NotFoundError(
      `${ref.kind} ${ref.name}, from which the template comes, was not found.`,
    );
  }
  return resource.kind === 'PodTemplate'
    ? {
        resource,
        raw: raw.workload,
        path: '/template',
        template: object(raw.workload.template),
      }
    : {
        resource,
        raw: raw.workload,
        path: '/spec/template',
        template: object(object(raw.workload.spec).template),
      };
}

/** A deep copy of a template without the hash label and without empty leftovers of Go's encoding. */
export function cleanTemplate(template: Json): Json {
  const copy: Json = JSON.parse(JSON.stringify(template));
  const meta = optionalObject(copy.metadata);
  if (meta) {
    const labels = optionalObject(meta.labels);
    if (labels) delete labels[POD_TEMPLATE_HASH_LABEL];
    if (meta.creationTimestamp === null) delete meta.creationTimestamp;
  }
  return copy;
}

const isEmpty = (value: unknown) =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);

/**
 * Whether everything that `wanted` says holds in `actual`; what `wanted`
 * leaves out or empty may be anything, so that defaults filled in by the API
 * server do not count as a difference.
 *
 * @see k8s.io/apimachinery/third_party/forked/golang/reflect `DeepDerivative`
 * @see k8s.io/apimachinery/third_party/forked/golang/reflect/deep_equal.go `DeepDerivative`
 */
export function isDerivative(wanted: unknown, actual: unknown): boolean {
  if (isEmpty(wanted)) return true;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(actual) &&
      wanted.length <= actual.length &&
      wanted.every((item, index) => isDerivative(item, actual[index]))
    );
  }
  const members = optionalObject(wanted);
  if (members) {
    const others = optionalObject(actual);
    return (
      others !== undefined &&
      Object.entries(members).every(([key, value]) =>
        isDerivative(value, others[key]),
      )
    );
  }
  return wanted === actual;
}

/** Adds the mark that the object was changed past Git. */
function markOperations(raw: Json, mark: string): JsonPatchOperation[] {
  const annotations = metadata(raw).annotations;
  return [
    ...(annotations ? [] : [set('/metadata/annotations', {})]),
    set(
      `/metadata/annotations/${escapePointer(DIFFERS_FROM_GIT_ANNOTATION)}`,
      mark,
    ),
  ];
}

/**
 * The patches that change a template: guarded by what the user saw and by
 * the generation that was read, with the mark on the Rollout. With a
 * workloadRef the workload comes first, and the mark follows.
 */
export function templatePatches(options: {
  rollout: Rollout;
  raw: RawObjects;
  holder: TemplateHolder;
  seen: SeenState;
  operations: JsonPatchOperation[];
  next: PodTemplate;
  now: string;
  actor: string;
}): PatchWrite[] {
  const { rollout, raw, holder, seen, operations, next, now, actor } = options;
  const mark = markOperations(raw.rollout, gitMark(now, actor, next));
  const { uid, name, generation } = metadata(holder.raw);
  const unchanged =
    generation === undefined ? [] : [test('/metadata/generation', generation)];
  if (holder.resource === ROLLOUTS) {
    return [
      specPatch(rollout, [
        ...guards(seen, 'revision'),
        ...unchanged,
        ...operations,
        ...mark,
      ]),
    ];
  }
  return [
    objectPatch(rollout, holder.resource, name, [
      test('/metadata/uid', uid),
      ...unchanged,
      ...operations,
    ]),
    specPatch(rollout, [test('/metadata/uid', seen.uid), ...mark]),
  ];
}

/** A template for the record: values masked. It came as JSON, so it is JSON. */
export const recordedTemplate = (
  template: Json | PodTemplate,
  digest: Digest,
): JsonObject => maskTemplate(template, digest) as JsonObject;
