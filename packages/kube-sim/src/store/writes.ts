import { randomUUID } from 'node:crypto';
import { withAdditions } from './defaults';
import { isRecord, JsonRecord } from './json';
import { cleanMeta, generatedName, nextGeneration, updatedMeta } from './meta';
import { apiVersionOf, hasGeneration } from './resources';
import { conflict, invalid } from './status';
import { KubeObject, NewObject, ResourceType } from './types';

/** How an object is to be deleted. */
export interface DeletionOptions {
  uid?: string;
  resourceVersion?: string;
  propagation?: 'Background' | 'Foreground' | 'Orphan';
  gracePeriodSeconds?: number;
  dryRun?: boolean;
}

type Stored = Readonly<KubeObject>;

/**
 * The object that a creation makes of what was sent, all but its version.
 *
 * @param now - time of its creation, as the API writes it
 * @throws ApiError 422 without the namespace that its kind needs
 */
export function drafted(
  type: ResourceType,
  sent: NewObject,
  now: string,
): KubeObject {
  const draft = structuredClone(sent);
  const name = draft.metadata.name || generatedName(draft.metadata);
  const namespace = type.namespaced ? draft.metadata.namespace : undefined;
  if (type.namespaced && !namespace) {
    throw invalid(type, name, [
      {
        field: 'metadata.namespace',
        reason: 'FieldValueRequired',
        message: 'Required value',
      },
    ]);
  }
  return withAdditions(type, {
    ...draft,
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: cleanMeta(draft.metadata, {
      name,
      ...(namespace ? { namespace } : {}),
      uid: randomUUID(),
      resourceVersion: '',
      ...(hasGeneration(type) ? { generation: 1 } : {}),
      creationTimestamp: now,
    }),
  });
}

/** @throws ApiError 409 when an update is about another object or an older version */
export function checkUpdate(
  type: ResourceType,
  sent: Stored,
  current: Stored,
): void {
  const { name, uid, resourceVersion } = sent.metadata;
  if (uid && uid !== current.metadata.uid) {
    throw conflict(
      type,
      name,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`,
    );
  }
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) {
    throw conflict(
      type,
      name,
      'the object has been modified; please apply your changes to the latest version and try again',
    );
  }
}

/** @throws ApiError 409 when a precondition of a deletion does not hold */
export function checkDeletion(
  type: ResourceType,
  options: DeletionOptions,
  { metadata }: Stored,
): void {
  for (const [what, wanted, found] of [
    ['UID', options.uid, metadata.uid],
    ['ResourceVersion', options.resourceVersion, metadata.resourceVersion],
  ]) {
    if (wanted && wanted !== found) {
      throw conflict(
        type,
        metadata.name,
        `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been deleted and then recreated`,
      );
    }
  }
}

/** The object after a write to its main resource or its status. */
export function written(
  type: ResourceType,
  current: Stored,
  sent: KubeObject,
  subresource: 'status' | undefined,
): KubeObject {
  if (subresource === 'status') {
    const { status: _old, ...rest } = current;
    return {
      ...rest,
      ...(sent.status === undefined ? {} : { status: sent.status }),
    };
  }
  const { status: sentStatus, ...rest } = sent;
  const status = type.subresources.includes('status')
    ? current.status
    : sentStatus;
  const next: KubeObject = {
    ...rest,
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: updatedMeta(sent.metadata, current.metadata),
    ...(status === undefined ? {} : { status }),
  };
  return hasGeneration(type) ? nextGeneration(type, next, current) : next;
}

/** Whether a write took the last finalizer of an object that is to be deleted. */
export function isFinished(next: Stored, { metadata }: Stored): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } =
    next.metadata;
  return (
    deletionTimestamp !== undefined &&
    !finalizers?.length &&
    !!metadata.finalizers?.length &&
    !deletionGracePeriodSeconds
  );
}

const isPod = (type: ResourceType) =>
  type.group === '' && type.plural === 'pods';

const isNamespace = (type: ResourceType) =>
  type.group === '' && type.plural === 'namespaces';

/** The object as it waits for its deletion; undefined when nothing keeps it. */
export function marked(
  type: ResourceType,
  current: Stored,
  { propagation, gracePeriodSeconds: asked = 0 }: DeletionOptions,
  now: string,
): KubeObject | undefined {
  // No other kind is given time to end.
  const gracePeriodSeconds = isPod(type) ? asked : 0;
  const { metadata } = current;
  const finalizers = [
    ...new Set([
      ...(metadata.finalizers ?? []),
      ...(propagation === 'Foreground' ? ['foregroundDeletion'] : []),
      ...(propagation === 'Orphan' ? ['orphan'] : []),
    ]),
  ];
  if (
    finalizers.length === 0 &&
    gracePeriodSeconds <= 0 &&
    !isNamespace(type)
  ) {
    return undefined;
  }
  const status: JsonRecord = isRecord(current.status) ? current.status : {};
  return {
    ...current,
    metadata: {
      ...metadata,
      deletionTimestamp: metadata.deletionTimestamp ?? now,
      ...(isNamespace(type)
        ? {}
        : {
            deletionGracePeriodSeconds:
              metadata.deletionGracePeriodSeconds ?? gracePeriodSeconds,
          }),
      ...(finalizers.length ? { finalizers } : {}),
      ...(hasGeneration(type) && !metadata.deletionTimestamp
        ? { generation: metadata.generation + 1 }
        : {}),
    },
    ...(isNamespace(type)
      ? { status: { ...status, phase: 'Terminating' } }
      : {}),
  };
}
