import { isFaultKind, CHAOS_KINDS } from '../kinds';
import { parseGoDuration } from '../duration';
import { ChaosObject } from '../raw';
import { string } from '../read';
import { FaultState } from '../types';

/** Annotation that pauses a fault while it says `true`. @see api/v1alpha1/common_types.go */
export const PAUSE_ANNOTATION = 'experiment.chaos-mesh.org/pause';
/** Finalizer that keeps a deleted fault until its targets have recovered. @see controllers/common/finalizers */
export const RECORDS_FINALIZER = 'chaos-mesh/records';
/** Annotation that ends a Workflow. @see api/v1alpha1/workflownode_types.go */
export const ABORT_ANNOTATION = 'workflow.chaos-mesh.org/abort';
/** Label with the name of the Schedule or WorkflowNode that made an object. */
export const MANAGED_BY_LABEL = 'managed-by';

export const INJECTED = 'Injected';
export const NOT_INJECTED = 'Not Injected';

/** Whether it happens once, and then ignores pause and duration. @see `IsOneShot` of zz_generated.chaosmesh.go */
export function isOneShot({ kind, spec }: Pick<ChaosObject, 'kind' | 'spec'>) {
  const action = string(spec.action);
  return (
    isFaultKind(kind) &&
    action !== undefined &&
    CHAOS_KINDS[kind].oneShot.includes(action)
  );
}

/** Whether the annotation asks for a pause. @see `IsPaused` */
export function isPauseAsked({ metadata }: Pick<ChaosObject, 'metadata'>) {
  return metadata.annotations?.[PAUSE_ANNOTATION] === 'true';
}

/**
 * Unix milliseconds at which the duration is over: it counts from the creation,
 * so that a pause does not extend it. Undefined without a duration, and for one
 * that cannot be read, which counts as none.
 *
 * @see `DurationExceeded` of zz_generated.chaosmesh.go
 */
export function durationEnd({
  metadata,
  spec,
}: Pick<ChaosObject, 'metadata' | 'spec'>): number | undefined {
  const duration = parseGoDuration(string(spec.duration) ?? '');
  const created = Date.parse(metadata.creationTimestamp);
  return duration === undefined || Number.isNaN(created)
    ? undefined
    : created + duration;
}

/** Whether it is over. @see controllers/utils/controller/finished.go `IsChaosFinishedWithUntilStop` */
export function isFinished(fault: ChaosObject, now: number): boolean {
  const records = fault.status.records ?? [];
  if (isOneShot(fault)) {
    return (
      records.length > 0 && records.every(({ phase }) => phase === INJECTED)
    );
  }
  const recovered =
    fault.status.desiredPhase !== 'Run' &&
    records.every(({ phase }) => phase === NOT_INJECTED);
  const text = string(fault.spec.duration);
  const end = durationEnd(fault);
  // Without a duration it is never over; one that cannot be read is an error, which ends the question earlier.
  if (end === undefined) {
    return text !== undefined && parseGoDuration(text) === undefined
      ? recovered
      : false;
  }
  return end < now && recovered;
}

/**
 * Where a fault stands. The order of the questions is the rule: AllRecovered is
 * also True before anything was injected, so it is not asked.
 *
 * @param now - Unix milliseconds
 * @see pkg/status/status.go `GetChaosStatus`
 */
export function faultState(fault: ChaosObject, now: number): FaultState {
  if (fault.metadata.deletionTimestamp) return 'deleting';
  if (fault.kind === 'Schedule') {
    // GetScheduleStatus
    return isPauseAsked(fault) ? 'paused' : 'running';
  }
  if (fault.kind === 'Workflow') {
    return fault.status.conditions.includes('Accomplished')
      ? 'finished'
      : 'running';
  }
  const is = (condition: string) => fault.status.conditions.includes(condition);
  if (is('Paused')) return 'paused';
  if (isFinished(fault, now)) return 'finished';
  return is('Selected') && is('AllInjected') ? 'running' : 'injecting';
}
