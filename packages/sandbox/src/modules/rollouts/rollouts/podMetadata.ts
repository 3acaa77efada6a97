import { Json } from '@slipway/kube-sim';
import { PodTemplate, ReplicaSet, StringMap } from '../../../loops/model';
import { isOwnedBy } from '../../../loops/Objects';
import { PodMetadata } from '../rolloutModel';
import { EPHEMERAL_METADATA, hashOf } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { blueGreenOf, canaryOf } from './spec';

/** Labels and annotations of stable, canary, active and preview pods. Upstream: `rollout/ephemeralmetadata.go`, `utils/replicaset/canary.go`. */

interface Metadata {
  labels?: StringMap;
  annotations?: StringMap;
}

const isRecord = (value: unknown): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const texts = (value: unknown): StringMap =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).map(([key, item]) => [
      key,
      String(item),
    ]),
  );

/** What was injected before; undefined when nothing was, or it cannot be read. Upstream: `ParseExistingPodMetadata`. */
export function injectedMetadata(
  replicaSet: ReplicaSet,
): PodMetadata | undefined {
  const text = replicaSet.metadata.annotations?.[EPHEMERAL_METADATA];
  if (!text) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value)
      ? { labels: texts(value.labels), annotations: texts(value.annotations) }
      : undefined;
  } catch {
    return undefined;
  }
}

function synced(
  present: StringMap | undefined,
  injected: StringMap | undefined,
  wanted: StringMap | undefined,
): StringMap | undefined {
  const kept = Object.entries(present ?? {}).filter(
    ([key]) => !(injected && key in injected) || (wanted && key in wanted),
  );
  const next = { ...Object.fromEntries(kept), ...wanted };
  return present || Object.keys(next).length ? next : undefined;
}

const isSame = (left: StringMap = {}, right: StringMap = {}) =>
  Object.keys(left).length === Object.keys(right).length &&
  Object.entries(left).every(([key, value]) => right[key] === value);

/** Metadata with what is wanted and without what was injected and is no longer wanted; undefined when nothing changes. Upstream: `SyncEphemeralPodMetadata`. */
function withMetadata<M extends Metadata>(
  present: M,
  injected: PodMetadata | undefined,
  wanted: PodMetadata | undefined,
): M | undefined {
  const labels = synced(present.labels, injected?.labels, wanted?.labels);
  const annotations = synced(
    present.annotations,
    injected?.annotations,
    wanted?.annotations,
  );
  return isSame(labels, present.labels) &&
    isSame(annotations, present.annotations)
    ? undefined
    : {
        ...present,
        ...(labels && { labels }),
        ...(annotations && { annotations }),
      };
}

const sorted = (map: StringMap) =>
  Object.fromEntries(
    Object.entries(map).sort(([left], [right]) => (left < right ? -1 : 1)),
  );

/** As Go writes it: labels first, keys in order, nothing that is empty. */
const remembered = ({ labels, annotations }: PodMetadata): string =>
  JSON.stringify({
    ...(labels && Object.keys(labels).length && { labels: sorted(labels) }),
    ...(annotations &&
      Object.keys(annotations).length && { annotations: sorted(annotations) }),
  });

/** Puts the metadata into the template of a ReplicaSet. @returns whether it changed. Upstream: `SyncReplicaSetEphemeralPodMetadata`. */
export function injectMetadata(
  replicaSet: {
    metadata: { annotations?: StringMap };
    spec: { template: PodTemplate };
  },
  injected: PodMetadata | undefined,
  wanted: PodMetadata | undefined,
): boolean {
  const { template } = replicaSet.spec;
  const metadata = withMetadata(template.metadata ?? {}, injected, wanted);
  if (!metadata) return false;
  replicaSet.spec.template = { ...template, metadata };
  const { [EPHEMERAL_METADATA]: _, ...annotations } =
    replicaSet.metadata.annotations ?? {};
  replicaSet.metadata.annotations = {
    ...annotations,
    ...(wanted && { [EPHEMERAL_METADATA]: remembered(wanted) }),
  };
  return true;
}

function sync(
  context: RolloutContext,
  replicaSet: ReplicaSet | undefined,
  wanted: PodMetadata | undefined,
): void {
  if (!replicaSet) return;
  const injected = injectedMetadata(replicaSet);
  const changed = structuredClone(replicaSet);
  // First the ReplicaSet, so that new pods have it; then the pods that are there.
  if (injectMetadata(changed, injected, wanted)) {
    context.updateReplicaSet(replicaSet, one => {
      one.spec = changed.spec;
      one.metadata.annotations = changed.metadata.annotations;
    });
  }
  if (!injected && !wanted) return;
  const { objects, rollout } = context;
  for (const pod of objects.pods.list(rollout.metadata.namespace)) {
    if (!isOwnedBy(pod, replicaSet.metadata.uid)) continue;
    const metadata = withMetadata(pod.metadata, injected, wanted);
    if (metadata) objects.pods.update({ ...pod, metadata });
  }
}

/** What the pods of a ReplicaSet that is created now get. Upstream: `createDesiredReplicaSet`. */
export function metadataOfCreated({
  rollout,
  stableRS,
}: RolloutContext): PodMetadata | undefined {
  const canary = canaryOf(rollout);
  const blueGreen = blueGreenOf(rollout);
  return stableRS
    ? canary?.canaryMetadata ?? blueGreen?.previewMetadata
    : canary?.stableMetadata ?? blueGreen?.activeMetadata;
}

/** Gives new, stable and other pods the metadata of their role. Upstream: `reconcileEphemeralMetadata`. */
export function reconcilePodMetadata(context: RolloutContext): void {
  const { rollout, newRS, stableRS, otherRSs } = context;
  const canary = canaryOf(rollout);
  const blueGreen = blueGreenOf(rollout);
  const ofNew = canary ? canary.canaryMetadata : blueGreen?.previewMetadata;
  const ofStable = canary ? canary.stableMetadata : blueGreen?.activeMetadata;
  const { stableRS: stable } = rollout.status;
  if (!stable || stable === hashOf(newRS)) {
    sync(context, newRS, ofStable);
  } else {
    sync(context, newRS, ofNew);
    sync(context, stableRS, ofStable);
  }
  for (const replicaSet of otherRSs) sync(context, replicaSet, undefined);
}
