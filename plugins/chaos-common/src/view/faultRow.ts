import { Bound, ResolvedEnvironment } from '@slipway/plugin-clusters-common';
import { draftEffect } from '../checks/effect';
import { isLaunchKind } from '../kinds';
import { ChaosObject } from '../raw';
import { string } from '../read';
import { comingStarts } from '../schedule/cron';
import {
  disturbedTimes,
  durationEnd,
  faultProblem,
  faultState,
  isFarSide,
  isOneShot,
  isPauseAsked,
  ProblemEvent,
  stateText,
  targetCounts,
} from '../state';
import { FaultCore, FaultRow, PodFacts, TargetRecord } from '../types';
import { manifestOf } from './manifest';
import { PURPOSE_ANNOTATION, STARTED_BY_ANNOTATION } from './labels';

/** What is known of a fault beside the object. */
export interface FaultSurroundings {
  cluster: string;
  environment: ResolvedEnvironment;
  bound: Bound;
  /** Unix milliseconds. */
  now: number;
  /** Events of the controller about it. */
  events: readonly ProblemEvent[];
}

/** Schedule or Workflow that made a fault: the owner that controls it. @see controllers/schedule/cron/controller.go; pkg/workflow/controllers/chaos_node_reconciler.go */
function parentOf({ metadata }: ChaosObject): FaultRow['parent'] {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (owner?.kind === 'Schedule') return { kind: 'Schedule', name: owner.name };
  const workflow = metadata.labels?.['chaos-mesh.org/workflow'];
  return owner?.kind === 'WorkflowNode' && workflow
    ? { kind: 'Workflow', name: workflow }
    : undefined;
}

/** One fault as lists show it; undefined for an object of another kind. */
export function faultRow(
  fault: ChaosObject,
  { cluster, environment, bound, now, events }: FaultSurroundings,
): FaultRow | undefined {
  const { kind, metadata, spec } = fault;
  if (!isLaunchKind(kind)) return undefined;
  const state = faultState(fault, now);
  const targets = targetCounts(fault);
  const problem = faultProblem(fault, now, events);
  const parent = parentOf(fault);
  const oneShot = isOneShot(fault);
  const end = oneShot ? undefined : durationEnd(fault);
  const optional = {
    ownerRef: bound.ownerRef,
    action: string(spec.action),
    problem,
    duration: string(spec.duration),
    endsAt: end === undefined ? undefined : new Date(end).toISOString(),
    deletedAt: metadata.deletionTimestamp,
    startedBy: metadata.annotations?.[STARTED_BY_ANNOTATION],
    purpose: metadata.annotations?.[PURPOSE_ANNOTATION],
    parent,
  };
  const row: FaultRow = {
    ref: {
      cluster,
      namespace: metadata.namespace ?? '',
      kind,
      name: metadata.name,
    },
    uid: metadata.uid,
    environment,
    entity: bound.entity,
    effect: draftEffect({ kind, name: metadata.name, spec }),
    state,
    stateText: stateText(fault, state, targets, now),
    targets,
    oneShot,
    createdAt: metadata.creationTimestamp,
    ...disturbedTimes(fault),
  };
  for (const [name, value] of Object.entries(optional)) {
    if (value !== undefined) Object.assign(row, { [name]: value });
  }
  return row;
}

/** What the page of a fault shows beside targets, events and children. */
export function faultCore(
  fault: ChaosObject,
  surroundings: FaultSurroundings & { pausedAt?: string },
): FaultCore | undefined {
  const row = faultRow(fault, surroundings);
  if (!row) return undefined;
  const { lastScheduledAt } = fault.status;
  const from = lastScheduledAt ?? fault.metadata.creationTimestamp;
  const starts =
    row.ref.kind === 'Schedule' && !isPauseAsked(fault)
      ? comingStarts(
          string(fault.spec.schedule) ?? '',
          Date.parse(from),
          surroundings.now,
          5,
        )
      : undefined;
  return {
    ...row,
    manifest: manifestOf(fault),
    seen: { uid: row.uid },
    touched: [],
    ...(surroundings.pausedAt && row.state === 'paused'
      ? { pausedAt: surroundings.pausedAt }
      : {}),
    ...(lastScheduledAt ? { lastScheduledAt } : {}),
    ...(starts ? { nextStarts: starts } : {}),
  };
}

/** The targets of a fault, each with its pod as it is now. */
export function targetRecords(
  { status }: ChaosObject,
  podOf: (namespace: string, name: string) => PodFacts | undefined,
): TargetRecord[] {
  return (status.records ?? []).map(record => {
    const [namespace, name] = record.id.split('/');
    const pod =
      name === undefined || record.id.startsWith('{')
        ? undefined
        : podOf(namespace, name);
    return {
      id: record.id,
      side: isFarSide(record) ? 'target' : 'source',
      phase: record.phase,
      injectedCount: record.injectedCount,
      recoveredCount: record.recoveredCount,
      events: record.events,
      ...(pod ? { pod } : {}),
    };
  });
}
