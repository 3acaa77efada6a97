import { ApiError } from '@slipway/kube-sim';
import { podTemplateHash } from '../../../loops/hash';
import { controllerReference } from '../../../loops/Objects';
import { ReplicaSet } from '../../../loops/model';
import { newCondition, conditionOf, setCondition } from './conditions';
import {
  byHash,
  DESIRED_REPLICAS,
  HASH_LABEL,
  maxRevision,
  oldestFirst,
  othersOf,
  REVISION,
  REVISION_HISTORY,
  wanted,
} from './replicaSets';
import { injectMetadata, metadataOfCreated } from './podMetadata';
import { labelsWithHash, RolloutContext } from './RolloutContext';
import { historyLimitOf, replicasOf } from './spec';

/** Annotations of the Rollout that its ReplicaSets do not get. */
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  'notified.notifications.argoproj.io',
]);

/** Annotations for the newest ReplicaSet; its revision only rises, and what it was before is remembered. Upstream: `SetNewReplicaSetAnnotations`. */
function withRevision(
  context: RolloutContext,
  present: Record<string, string> | undefined,
  revision: number,
): Record<string, string> {
  const annotations = { ...present };
  let changed = false;
  for (const [name, value] of Object.entries(
    context.rollout.metadata.annotations ?? {},
  )) {
    if (!NOT_COPIED.has(name) && annotations[name] !== value) {
      annotations[name] = value;
      changed = true;
    }
  }
  const last = annotations[REVISION];
  if (Number(last ?? 0) < revision) {
    annotations[REVISION] = String(revision);
    changed = true;
  }
  if (last !== undefined && changed) {
    annotations[REVISION_HISTORY] = [annotations[REVISION_HISTORY], last]
      .filter(Boolean)
      .join(',');
  }
  return annotations;
}

function setRevision(context: RolloutContext, revision: string): void {
  if (context.rollout.metadata.annotations?.[REVISION] === revision) return;
  context.annotate(REVISION, revision);
  context.event(
    'Normal',
    'RolloutUpdated',
    `Rollout updated to revision ${revision}`,
  );
}

/** Gives the newest ReplicaSet the newest revision, and the Rollout too. Upstream: `syncReplicaSetRevision`. */
export function syncRevision(context: RolloutContext): void {
  const { newRS, rollout } = context;
  if (!newRS) return;
  const annotations = withRevision(
    context,
    newRS.metadata.annotations,
    maxRevision(context.olderRSs) + 1,
  );
  const changed =
    JSON.stringify(annotations) !==
    JSON.stringify(newRS.metadata.annotations ?? {});
  const minReady = rollout.spec.minReadySeconds ?? 0;
  if (changed || (newRS.spec.minReadySeconds ?? 0) !== minReady) {
    context.updateReplicaSet(newRS, replicaSet => {
      replicaSet.metadata.annotations = annotations;
      if (minReady) replicaSet.spec.minReadySeconds = minReady;
      else delete replicaSet.spec.minReadySeconds;
    });
  }
  setRevision(context, annotations[REVISION]);
  if (!conditionOf(rollout.status, 'Progressing')) {
    const status = structuredClone(rollout.status);
    setCondition(
      status,
      newCondition(
        context.now,
        'Progressing',
        'True',
        'FoundNewReplicaSet',
        `Found new replica set "${newRS.metadata.name}"`,
      ),
    );
    context.writeStatusAsIs(status);
  }
}

/** Creates the ReplicaSet of the template. Upstream: `createDesiredReplicaSet`. */
export function createDesiredReplicaSet(context: RolloutContext): void {
  const { rollout, objects } = context;
  const { template, selector, minReadySeconds } = rollout.spec;
  const hash = podTemplateHash(template, rollout.status.collisionCount);
  const revision = maxRevision(context.allRSs) + 1;
  const labels = labelsWithHash(template?.metadata?.labels, hash);
  let created: ReplicaSet;
  try {
    const whole = {
      metadata: {
        name: `${rollout.metadata.name}-${hash}`,
        namespace: rollout.metadata.namespace,
        labels,
        annotations: {
          ...withRevision(context, undefined, revision),
          [DESIRED_REPLICAS]: String(replicasOf(rollout)),
        },
        ownerReferences: [controllerReference(rollout)],
      },
      spec: {
        replicas: 0,
        ...(minReadySeconds ? { minReadySeconds } : {}),
        selector: {
          ...selector,
          matchLabels: labelsWithHash(selector?.matchLabels, hash),
        },
        template: {
          ...template,
          metadata: { ...template?.metadata, labels },
        },
      },
      status: { replicas: 0 },
    };
    injectMetadata(whole, undefined, metadataOfCreated(context));
    created = objects.replicaSets.create(whole);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'AlreadyExists') {
      // Somebody else's ReplicaSet has this name: another hash is tried.
      context.writeStatus({
        ...rollout.status,
        collisionCount: (rollout.status.collisionCount ?? 0) + 1,
      });
      throw error;
    }
    const message = `Failed to create new replica set "${rollout.metadata.name}-${hash}": ${error.message}`;
    context.event('Warning', 'ReplicaSetCreateError', message);
    context.patchConditions([
      newCondition(
        context.now,
        'Progressing',
        'False',
        'ReplicaSetCreateError',
        message,
      ),
    ]);
    throw error;
  }
  context.newRS = created;
  context.allRSs = [...context.allRSs, created];
  context.stableRS = byHash(context.allRSs, rollout.status.stableRS);
  context.otherRSs = othersOf(context.allRSs, created, context.stableRS);
  setRevision(context, String(revision));
  context.event(
    'Normal',
    'NewReplicaSetCreated',
    `Created ReplicaSet ${created.metadata.name} (revision ${revision})`,
  );
  const status = structuredClone(rollout.status);
  setCondition(
    status,
    newCondition(
      context.now,
      'Progressing',
      'True',
      'NewReplicaSetCreated',
      `Created new replica set "${created.metadata.name}"`,
    ),
  );
  context.writeStatusAsIs(status);
}

/** Deletes the oldest ReplicaSets above `spec.revisionHistoryLimit` that hold no pods, and their AnalysisRuns. Upstream: `reconcileRevisionHistoryLimit`. */
export function limitHistory(context: RolloutContext): void {
  const { objects, otherRSs } = context;
  const alive = otherRSs.filter(one => !one.metadata.deletionTimestamp);
  const surplus = alive.length - historyLimitOf(context.rollout);
  if (surplus <= 0) return;
  for (const replicaSet of oldestFirst(alive).slice(0, surplus)) {
    if (
      (replicaSet.status.replicas ?? 0) !== 0 ||
      wanted(replicaSet) !== 0 ||
      replicaSet.metadata.generation >
        (replicaSet.status.observedGeneration ?? 0)
    ) {
      continue;
    }
    objects.replicaSets.delete(replicaSet);
    const hash = replicaSet.metadata.labels?.[HASH_LABEL];
    const goes = (one: { metadata: { labels?: Record<string, string> } }) =>
      one.metadata.labels?.[HASH_LABEL] === hash;
    for (const run of context.otherRuns.filter(goes)) {
      objects.analysisRuns.delete(run);
    }
    for (const experiment of context.otherExperiments.filter(goes)) {
      objects.experiments.delete(experiment);
    }
  }
}
