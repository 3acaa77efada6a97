import { AnalysisRun } from '../analysisModel';
import { EventRecorder } from '../../../loops/EventRecorder';
import { Condition, ReplicaSet } from '../../../loops/model';
import { RolloutObjects } from '../RolloutObjects';
import { Experiment, Rollout, RolloutStatus } from '../rolloutModel';
import { setCondition } from './conditions';
import { PauseContext } from './PauseContext';
import { phaseOf } from './phase';
import {
  HASH_LABEL,
  REVISION,
  SCALE_DOWN_DEADLINE,
  WORKLOAD_GENERATION,
} from './replicaSets';

/** The AnalysisRuns that the status names. */
export interface CurrentRuns {
  step?: AnalysisRun;
  background?: AnalysisRun;
  prePromotion?: AnalysisRun;
  postPromotion?: AnalysisRun;
}

/** What a reconciliation needs from outside. */
export interface RolloutServices {
  objects: RolloutObjects;
  now: Date;
  events: EventRecorder;
  /** Looks at this Rollout again after so much time, ms. */
  requeueAfter(milliseconds: number): void;
}

/** What one reconciliation of one Rollout knows and decides. Upstream: `rollout/context.go`. */
export class RolloutContext {
  newRS: ReplicaSet | undefined;
  stableRS: ReplicaSet | undefined;
  allRSs: ReplicaSet[] = [];
  /** Neither new nor stable. */
  otherRSs: ReplicaSet[] = [];
  runs: CurrentRuns = {};
  otherRuns: AnalysisRun[] = [];
  experiment: Experiment | undefined;
  otherExperiments: Experiment[] = [];
  readonly next: RolloutStatus;
  readonly pause: PauseContext;
  /** UIDs of ReplicaSets whose scale-down deadline is removed in the store, but not in the object in hand. */
  readonly #withoutDeadline = new Set<string>();

  constructor(
    /** As stored, but with the template of a workloadRef; its status is the last one. */
    readonly rollout: Rollout,
    readonly services: RolloutServices,
  ) {
    this.pause = new PauseContext(rollout, services.now);
    this.next = {
      restartedAt: rollout.status.restartedAt,
      canary: {},
      blueGreen: {},
    };
  }

  get objects(): RolloutObjects {
    return this.services.objects;
  }

  get now(): Date {
    return this.services.now;
  }

  /** Everything that is not the new one. */
  get olderRSs(): ReplicaSet[] {
    return this.allRSs.filter(
      one => one.metadata.uid !== this.newRS?.metadata.uid,
    );
  }

  event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.services.events.record(
      this.rollout,
      'rollouts-controller',
      type,
      reason,
      message,
    );
  }

  /** Writes a changed ReplicaSet; every reference to it sees the new state. */
  updateReplicaSet(
    replicaSet: ReplicaSet,
    change: (replicaSet: ReplicaSet) => void,
  ): void {
    if (this.#withoutDeadline.delete(replicaSet.metadata.uid)) {
      delete replicaSet.metadata.annotations?.[SCALE_DOWN_DEADLINE];
    }
    change(replicaSet);
    Object.assign(replicaSet, this.objects.replicaSets.update(replicaSet));
  }

  /**
   * Removes the scale-down deadline from the stored ReplicaSet. The object in
   * hand keeps it for this reconciliation, as that is what makes an update to
   * a ReplicaSet within its delay fast-tracked.
   *
   * @see rollout/replicaset.go removeScaleDownDelay: patches the API object, not the one of the informer
   */
  removeDeadline(replicaSet: ReplicaSet): void {
    const { namespace, name, uid } = replicaSet.metadata;
    const stored = this.objects.replicaSets.get(namespace, name);
    if (stored?.metadata.uid !== uid) return;
    delete stored.metadata.annotations?.[SCALE_DOWN_DEADLINE];
    const { metadata } = this.objects.replicaSets.update(stored);
    replicaSet.metadata.resourceVersion = metadata.resourceVersion;
    this.#withoutDeadline.add(uid);
  }

  /** Sets an annotation of the Rollout itself. */
  annotate(name: string, value: string): void {
    const { namespace } = this.rollout.metadata;
    const stored = this.objects.rollouts.get(
      namespace,
      this.rollout.metadata.name,
    );
    if (!stored) return;
    stored.metadata.annotations = {
      ...stored.metadata.annotations,
      [name]: value,
    };
    const { metadata } = this.objects.rollouts.update(stored);
    this.rollout.metadata = metadata;
  }

  get revision(): number {
    return Number(this.rollout.metadata.annotations?.[REVISION] ?? 0);
  }

  get workloadGeneration(): string | undefined {
    return this.rollout.metadata.annotations?.[WORKLOAD_GENERATION];
  }

  /** Writes a status where it differs. @returns whether it did */
  writeStatus(status: RolloutStatus): boolean {
    const { namespace, name, uid } = this.rollout.metadata;
    const stored = this.objects.rollouts.get(namespace, name);
    if (!stored || stored.metadata.uid !== uid) return false;
    const before = stored.metadata.resourceVersion;
    const { phase, message } = phaseOf(this.rollout.spec, status);
    const written = this.objects.rollouts.updateStatus({
      ...stored,
      status: compact({
        ...status,
        observedGeneration: String(this.rollout.metadata.generation),
        phase,
        message: message || undefined,
      }),
    });
    this.rollout.metadata = written.metadata;
    return written.metadata.resourceVersion !== before;
  }

  /** Writes a status as it is, phase and message included. */
  writeStatusAsIs(status: RolloutStatus): void {
    const { namespace, name, uid } = this.rollout.metadata;
    const stored = this.objects.rollouts.get(namespace, name);
    if (!stored || stored.metadata.uid !== uid) return;
    const written = this.objects.rollouts.updateStatus({
      ...stored,
      status: compact(status),
    });
    this.rollout.metadata = written.metadata;
    this.rollout.status = status;
  }

  /** Writes conditions into the last status before anything else is decided. */
  patchConditions(conditions: Condition[]): void {
    const status = structuredClone(this.rollout.status);
    for (const condition of conditions) setCondition(status, condition);
    this.writeStatus(status);
    this.rollout.status = status;
  }
}

/** A status without fields that are undefined, false, empty or 0 where the API leaves them out. */
function compact(status: RolloutStatus): RolloutStatus {
  const kept = { ...status };
  for (const name of Object.keys(kept) as Array<keyof RolloutStatus>) {
    const value = kept[name];
    if (
      value === undefined ||
      value === '' ||
      value === false ||
      (value === 0 && name !== 'currentStepIndex')
    ) {
      delete kept[name];
    }
  }
  return structuredClone(JSON.parse(JSON.stringify(kept)));
}

export const labelsWithHash = (
  labels: Record<string, string> | undefined,
  hash: string,
): Record<string, string> => ({ ...labels, [HASH_LABEL]: hash });
