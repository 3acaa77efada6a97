import { ApiError } from '@slipway/kube-sim';
import { ReplicaSet, Service } from '../../../loops/model';
import {
  available,
  HASH_LABEL,
  hashOf,
  isAvailable,
  isSaturated,
  MANAGED_BY,
  wanted,
} from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { halted } from './PauseContext';
import { newReplicaCount } from './newReplicaCount';
import {
  blueGreenOf,
  canaryOf,
  isFullyPromoted,
  isRouted,
  replicasOf,
  stableAndCanaryServices,
} from './spec';
import { weightOnTheWayBack } from './wayBack';

/** Selectors of the services of a Rollout. Upstream: `rollout/service.go`. */

const notFound = (resource: string, name: string) =>
  new ApiError(404, 'NotFound', `${resource} "${name}" not found`);

function serviceOf(context: RolloutContext, name: string): Service {
  const service = context.objects.services.get(
    context.rollout.metadata.namespace,
    name,
  );
  if (!service) throw notFound('service', name);
  return service;
}

export const selectorHashOf = (service: Service | undefined): string =>
  service?.spec.selector?.[HASH_LABEL] ?? '';

function switchSelector(
  context: RolloutContext,
  service: Service,
  hash: string,
): void {
  const before = selectorHashOf(service);
  if (before === hash && service.metadata.annotations?.[MANAGED_BY]) return;
  const annotations = service.metadata.annotations ?? {};
  service.metadata.annotations = {
    [MANAGED_BY]: context.rollout.metadata.name,
    ...annotations,
  };
  service.spec.selector = { ...service.spec.selector, [HASH_LABEL]: hash };
  Object.assign(service, context.objects.services.update(service));
  context.event(
    'Normal',
    'SwitchService',
    `Switched selector for service '${service.metadata.name}' from '${before}' to '${hash}'`,
  );
}

/** Points a service to a ReplicaSet, but not to one without pods. Upstream: `ensureSVCTargets`. */
export function pointService(
  context: RolloutContext,
  name: string | undefined,
  replicaSet: ReplicaSet | undefined,
  checkAvailability: boolean,
): void {
  if (!replicaSet || !name) return;
  const service = serviceOf(context, name);
  if (selectorHashOf(service) === hashOf(replicaSet)) return;
  if (checkAvailability) {
    const adopting = !service.metadata.annotations?.[MANAGED_BY];
    if (adopting && !isAvailable(replicaSet)) return;
    if (available(replicaSet) === 0) return;
  }
  switchSelector(context, service, hashOf(replicaSet));
}

/** Whether an interrupted update goes back to a stable ReplicaSet that is still too small; with the hash that traffic is taken from. */
export function rollingBackDynamically(
  context: RolloutContext,
): string | undefined {
  const { rollout, newRS } = context;
  const from = rollout.status.canary?.weights?.canary.podTemplateHash ?? '';
  return isFullyPromoted(rollout) &&
    isRouted(rollout) &&
    canaryOf(rollout)?.dynamicStableScale &&
    rollout.status.canary?.weights &&
    from !== hashOf(newRS) &&
    available(newRS) < replicasOf(rollout)
    ? from
    : undefined;
}

/** Upstream: `reconcileStableAndCanaryService`. */
export function reconcileCanaryServices(context: RolloutContext): void {
  const { rollout, newRS, stableRS, pause } = context;
  const { stableService, canaryService, pingPong } = canaryOf(rollout) ?? {};
  // Upstream: `reconcilePingAndPongService`.
  if (pingPong && !isFullyPromoted(rollout)) {
    pointService(
      context,
      stableAndCanaryServices(rollout).canary,
      newRS,
      false,
    );
  }
  pointService(context, stableService, stableRS, true);
  if (pause.aborted && !isRouted(rollout)) {
    pointService(context, canaryService, stableRS, true);
    return;
  }
  if (rollingBackDynamically(context) !== undefined) return;
  // Once no traffic goes to it any more, the canary service of an aborted update is pointed to stable with the weight.
  if (pause.aborted && weightOnTheWayBack(context) === 0) return;
  pointService(context, canaryService, newRS, true);
}

export interface BlueGreenServices {
  preview?: Service;
  active: Service;
}

export function blueGreenServices(context: RolloutContext): BlueGreenServices {
  const { activeService = '', previewService } =
    blueGreenOf(context.rollout) ?? {};
  return {
    preview: previewService ? serviceOf(context, previewService) : undefined,
    active: serviceOf(context, activeService),
  };
}

export function reconcilePreviewService(
  context: RolloutContext,
  preview: Service | undefined,
): void {
  if (!preview || halted(context.rollout)) return;
  switchSelector(context, preview, hashOf(context.newRS));
}

/** Whether the new ReplicaSet has the pods that it is to have. Upstream: `ReadyForPause`. */
export const readyForPause = (context: RolloutContext): boolean => {
  const count = newReplicaCount(context);
  return wanted(context.newRS) === count && available(context.newRS) === count;
};

/** Whether the switch needs no pause. Upstream: `isBlueGreenFastTracked`. */
export const isFastTracked = (
  context: RolloutContext,
  active: Service,
): boolean =>
  Boolean(context.newRS?.metadata.annotations?.['scale-down-deadline']) ||
  Boolean(context.rollout.status.promoteFull) ||
  selectorHashOf(active) === '' ||
  selectorHashOf(active) === hashOf(context.newRS);

export function reconcileActiveService(
  context: RolloutContext,
  active: Service,
): void {
  const { rollout, newRS, pause, runs } = context;
  if (halted(rollout)) return;
  if (!readyForPause(context) || !isSaturated(rollout, newRS)) return;
  const analysed =
    !blueGreenOf(rollout)?.prePromotionAnalysis ||
    runs.prePromotion?.status.phase === 'Successful';
  let hash = selectorHashOf(active);
  if (
    isFastTracked(context, active) ||
    (pause.completedBlueGreenPause() && analysed)
  ) {
    hash = hashOf(newRS);
  }
  if (rollout.status.abort) hash = rollout.status.stableRS ?? '';
  switchSelector(context, active, hash);
}

/** Whether status or a service still points to a ReplicaSet, so that it must stay. */
export function isReferenced(
  context: RolloutContext,
  replicaSet: ReplicaSet,
): boolean {
  const hash = hashOf(replicaSet);
  if (!hash) return false;
  const { status, metadata } = context.rollout;
  const { weights } = status.canary ?? {};
  const canary = canaryOf(context.rollout);
  const blueGreen = blueGreenOf(context.rollout);
  return (
    [
      status.stableRS,
      status.currentPodHash,
      status.blueGreen?.activeSelector,
      status.blueGreen?.previewSelector,
      weights?.canary.podTemplateHash,
      weights?.stable.podTemplateHash,
    ].includes(hash) ||
    (canary
      ? [canary.canaryService, canary.stableService]
      : [blueGreen?.activeService, blueGreen?.previewService]
    ).some(
      name =>
        name &&
        selectorHashOf(
          context.objects.services.get(metadata.namespace, name),
        ) === hash,
    )
  );
}
