import { Clock, StoreEvent } from '@slipway/kube-sim';
import { ControlLoop, EventRecorder, ObjectName } from '../../../loops';
import { podTemplateHash } from '../../../loops/hash';
import { RolloutObjects } from '../RolloutObjects';
import { Rollout } from '../rolloutModel';
import { reconcileBlueGreen, reconcileBlueGreenReplicaSets } from './blueGreen';
import { reconcileCanary, reconcileCanaryReplicaSets } from './canary';
import { conditionOf, newCondition, removeCondition } from './conditions';
import {
  actual,
  available,
  byHash,
  DESIRED_REPLICAS,
  othersOf,
  sumOf,
  wanted,
  WORKLOAD_GENERATION,
} from './replicaSets';
import { createDesiredReplicaSet, syncRevision } from './revisions';
import { RolloutContext } from './RolloutContext';
import { blueGreenOf, isFullyPromoted, replicasOf } from './spec';
import { persistStatus } from './status';
import { syncPausedConditions } from './statusConditions';
import { validationError } from './validation';
import { resolveWorkload, scaleWorkload } from './workload';

/** How soon an invalid Rollout is looked at again, ms: what it refers to may have come. */
const INVALID_RETRY = 20_000;

/** Kinds that Rollouts refer to by name. */
const REFERRED = new Set([
  'Service',
  'Ingress',
  'AnalysisTemplate',
  'ClusterAnalysisTemplate',
  'Deployment',
]);

export interface RolloutControllerOptions {
  objects: RolloutObjects;
  clock: Clock;
  events: EventRecorder;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/** The control loop of Rollouts. Upstream: `rollout/controller.go`, `rollout/context.go`. */
export class RolloutController implements ControlLoop {
  constructor(private readonly options: RolloutControllerOptions) {}

  /** Records what the real controller says of the coming and going of a Rollout. */
  onEvent({ type, resource, object }: StoreEvent): void {
    if (resource.kind !== 'Rollout') return;
    const { namespace, name } = object.metadata;
    const record = (reason: string, message: string) =>
      this.options.events.record(
        object,
        'rollouts-controller',
        'Normal',
        reason,
        message,
      );
    if (type === 'ADDED') {
      record(
        'RolloutAddedToInformer',
        `Rollout resource added to informer: ${namespace}/${name}`,
      );
    } else if (type === 'DELETED') {
      record('RolloutDeleted', `Rollout ${name}/${namespace} is deleted.`);
    }
  }

  /** The Rollouts that may refer to what changed. */
  wokenBy({ resource, object }: StoreEvent): ObjectName[] {
    return REFERRED.has(resource.kind)
      ? this.options.objects.rollouts
          .list(object.metadata.namespace)
          .map(({ metadata }) => metadata)
      : [];
  }

  /** Looks at one Rollout once. */
  sync(namespace: string | undefined, name: string): void {
    const { objects, clock, events, requeueAfter } = this.options;
    const stored = objects.rollouts.get(namespace, name);
    if (!stored || stored.metadata.deletionTimestamp) return;
    if (stored.spec.replicas === undefined) {
      objects.rollouts.update({
        ...stored,
        spec: { ...stored.spec, replicas: 1 },
      });
      return;
    }
    const context = new RolloutContext(stored, {
      objects,
      now: clock.now(),
      events,
      requeueAfter: milliseconds => requeueAfter(namespace, name, milliseconds),
    });
    const workload = resolveWorkload(context);
    if (
      workload.generation &&
      context.workloadGeneration !== workload.generation
    ) {
      context.annotate(WORKLOAD_GENERATION, workload.generation);
    }
    const error = workload.error ?? validationError(objects, stored);
    if (error) {
      this.#refuse(context, error);
      return;
    }
    this.#gather(context, stored);
    syncPausedConditions(context);
    syncRevision(context);
    if (this.#isScaled(context)) {
      this.#syncReplicas(context);
    } else if (blueGreenOf(stored)) {
      reconcileBlueGreen(context);
    } else {
      reconcileCanary(context);
    }
    scaleWorkload(context);
  }

  /** Finds everything that belongs to the Rollout; makes the ReplicaSet of a template that has none. */
  #gather(context: RolloutContext, rollout: Rollout): void {
    const { objects } = this.options;
    const { status } = rollout;
    context.allRSs = objects.replicaSets.ownedBy(rollout);
    context.newRS = byHash(
      context.allRSs,
      podTemplateHash(rollout.spec.template, status.collisionCount),
    );
    context.stableRS = byHash(context.allRSs, status.stableRS);
    context.otherRSs = othersOf(
      context.allRSs,
      context.newRS,
      context.stableRS,
    );
    const runs = objects.analysisRuns.ownedBy(rollout);
    const current = (named: { name: string } | undefined) =>
      runs.find(run => run.metadata.name === named?.name);
    context.runs = {
      step: current(status.canary?.currentStepAnalysisRunStatus),
      background: current(status.canary?.currentBackgroundAnalysisRunStatus),
      prePromotion: current(status.blueGreen?.prePromotionAnalysisRunStatus),
      postPromotion: current(status.blueGreen?.postPromotionAnalysisRunStatus),
    };
    context.otherRuns = runs.filter(
      run => !Object.values(context.runs).includes(run),
    );
    const experiments = objects.experiments.ownedBy(rollout);
    context.experiment = experiments.find(
      one => one.metadata.name === status.canary?.currentExperiment,
    );
    context.otherExperiments = experiments.filter(
      one => one !== context.experiment,
    );
    if (!context.newRS) createDesiredReplicaSet(context);
    if (isFullyPromoted(rollout) && context.pause.aborted) {
      context.pause.removeAbort();
    }
    if (status.canary?.weights) {
      context.next.canary = { weights: status.canary.weights };
    }
  }

  /** Says in the status why the spec is refused. Upstream: `createInvalidRolloutCondition`. */
  #refuse(context: RolloutContext, error: string): void {
    const { rollout, now } = context;
    const message = `The Rollout "${rollout.metadata.name}" is invalid: ${error}`;
    const present = conditionOf(rollout.status, 'InvalidSpec');
    if (
      present?.message !== message ||
      rollout.status.observedGeneration !== String(rollout.metadata.generation)
    ) {
      if (present && present.message !== message) {
        removeCondition(rollout.status, 'InvalidSpec');
      }
      context.patchConditions([
        newCondition(now, 'InvalidSpec', 'True', 'InvalidSpec', message),
      ]);
    }
    context.services.requeueAfter(INVALID_RETRY);
  }

  /** Whether `spec.replicas` has changed since new or stable ReplicaSet were scaled. Upstream: `isScalingEvent`. */
  #isScaled({ rollout, newRS, stableRS }: RolloutContext): boolean {
    return [newRS, stableRS].some(replicaSet => {
      const desired = replicaSet?.metadata.annotations?.[DESIRED_REPLICAS];
      return (
        wanted(replicaSet) > 0 &&
        desired !== undefined &&
        Number(desired) !== replicasOf(rollout)
      );
    });
  }

  /** Only scales. Upstream: `syncReplicasOnly`. */
  #syncReplicas(context: RolloutContext): void {
    const { rollout, allRSs } = context;
    const status = structuredClone(rollout.status);
    if (blueGreenOf(rollout)) {
      reconcileBlueGreenReplicaSets(context);
      const active = byHash(allRSs, status.blueGreen?.activeSelector);
      status.HPAReplicas = active ? actual(active) : sumOf(allRSs, actual);
      status.availableReplicas = active
        ? available(active)
        : sumOf(allRSs, available);
    } else {
      reconcileCanaryReplicaSets(context);
      status.availableReplicas = sumOf(allRSs, available);
      status.HPAReplicas = sumOf(allRSs, actual);
    }
    persistStatus(context, status);
  }
}
