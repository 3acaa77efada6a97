import { TrafficWeights, WeightDestination } from '../rolloutModel';
import { albRouter } from './alb';
import { atDesiredCounts } from './canaryCounts';
import { nginxRouter } from './nginx';
import { available, hashOf } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { Router } from './router';
import { pointService, rollingBackDynamically } from './services';
import {
  canaryOf,
  currentSetWeight,
  currentStep,
  isFullyPromoted,
  isSetWeight,
  maxWeightOf,
  replicasOf,
  stepsOf,
} from './spec';
import { share, weightOnTheWayBack } from './wayBack';

/** Weights of a traffic router. Upstream: `rollout/trafficrouting.go`. */

/**
 * The templates of the running experiment that get a share of the traffic,
 * which stable gives up.
 *
 * @see rollout/trafficrouting.go calculateWeightDestinationsFromExperiment
 */
function experimentWeights({
  rollout,
  experiment,
}: RolloutContext): WeightDestination[] {
  const step = currentStep(rollout).step?.experiment;
  if (!step || experiment?.status.phase !== 'Running') return [];
  return (experiment.status.templateStatuses ?? []).flatMap(
    ({ name, serviceName, podTemplateHash }) => {
      const weight = step.templates?.find(one => one.name === name)?.weight;
      if (weight === undefined) return [];
      return {
        weight,
        ...(serviceName ? { serviceName } : {}),
        ...(podTemplateHash ? { podTemplateHash } : {}),
      };
    },
  );
}

interface Desired {
  /** Weight of the canary. */
  weight: number;
  additional: WeightDestination[];
  /** Header and mirror routes go. */
  removesRoutes: boolean;
}

/** Routers that set something in the cluster; of others only the weights are noted. */
const routersOf = ({ rollout }: RolloutContext): Router[] => {
  const { nginx, alb } = canaryOf(rollout)?.trafficRouting ?? {};
  return [...(nginx ? [nginxRouter] : []), ...(alb ? [albRouter] : [])];
};

/** Upstream: the branches of `reconcileTrafficRouting`. */
function desiredWeight(context: RolloutContext): Desired {
  const { rollout, newRS, stableRS, otherRSs, pause } = context;
  const only = (weight: number, removesRoutes = false): Desired => ({
    weight,
    additional: [],
    removesRoutes,
  });
  const withExperiment = (weight: number, removesRoutes = false): Desired => ({
    weight,
    additional: experimentWeights(context),
    removesRoutes,
  });
  const dynamic = canaryOf(rollout)?.dynamicStableScale;
  if (rollingBackDynamically(context) !== undefined) {
    return only(weightOnTheWayBack(context));
  }
  if (isFullyPromoted(rollout)) return only(0, true);
  if (pause.aborted) {
    const weight = weightOnTheWayBack(context);
    if (!dynamic || weight === 0) {
      pointService(context, canaryOf(rollout)?.canaryService, stableRS, false);
    }
    return only(weight, true);
  }
  if (available(newRS) === 0) return withExperiment(0, true);
  if (rollout.status.promoteFull) {
    return only(
      dynamic
        ? share(context, available(newRS))
        : rollout.status.canary?.weights?.canary.weight ?? 0,
      true,
    );
  }
  const { index } = currentStep(rollout);
  if (index === undefined) return only(0);
  if (!atDesiredCounts(rollout, newRS, stableRS, otherRSs, undefined)) {
    const passed = stepsOf(rollout).slice(0, index).reverse();
    return withExperiment(passed.find(isSetWeight)?.setWeight ?? 0);
  }
  return index === stepsOf(rollout).length
    ? only(maxWeightOf(rollout))
    : withExperiment(currentSetWeight(rollout));
}

const sum = (additional: WeightDestination[] | undefined) =>
  (additional ?? []).reduce((total, { weight }) => total + weight, 0);

/** As the controller's Event prints a list of Go structs. */
const additionalText = (additional: WeightDestination[] | undefined) =>
  `additional: [${(additional ?? [])
    .map(
      ({ weight, serviceName = '', podTemplateHash = '' }) =>
        `{${weight} ${serviceName} ${podTemplateHash}}`,
    )
    .join(' ')}]`;

/** Upstream: `trafficWeightUpdatedMessage`. */
function changeText(
  previous: TrafficWeights | undefined,
  weights: TrafficWeights,
): string {
  const details: string[] = [];
  const { weight } = weights.canary;
  if (!previous) details.push(`to ${weight}`);
  else if (previous.canary.weight !== weight) {
    details.push(`from ${previous.canary.weight} to ${weight}`);
  }
  if (
    previous &&
    JSON.stringify(previous.additional ?? []) !==
      JSON.stringify(weights.additional ?? [])
  ) {
    details.push(additionalText(weights.additional));
  }
  return details.join(', ');
}

/** Sets the weight that the step allows and notes it in the status. Upstream: `reconcileTrafficRouting`. */
export function reconcileTraffic(context: RolloutContext): void {
  const { rollout, newRS, stableRS, next } = context;
  const canary = canaryOf(rollout);
  const routing = canary?.trafficRouting;
  if (!routing) {
    delete next.canary?.weights;
    return;
  }
  const max = maxWeightOf(rollout);
  const routers = routersOf(context);
  const { weight, additional, removesRoutes } = desiredWeight(context);
  if (removesRoutes) {
    routers.forEach(router => router.removeManagedRoutes(context));
  }
  // Traffic is not given back to a stable ReplicaSet that cannot bear it.
  if (
    !stableRS ||
    available(stableRS) <
      Math.trunc(((max - weight) * replicasOf(rollout)) / max)
  ) {
    return;
  }
  const { setHeaderRoute } = currentStep(rollout).step ?? {};
  // The first deployment sets none.
  if (setHeaderRoute && context.revision > 1) {
    routers.forEach(router => router.setHeaderRoute(context, setHeaderRoute));
  }
  try {
    routers.forEach(router => router.setWeight(context, weight, additional));
  } catch (error) {
    context.event(
      'Warning',
      'TrafficRoutingError',
      error instanceof Error ? error.message : String(error),
    );
    throw error;
  }
  const weights: TrafficWeights = {
    canary: {
      weight,
      ...(canary.canaryService ? { serviceName: canary.canaryService } : {}),
      podTemplateHash: rollingBackDynamically(context) ?? hashOf(newRS),
    },
    stable: {
      weight: max - weight - sum(additional),
      ...(canary.stableService ? { serviceName: canary.stableService } : {}),
      podTemplateHash: hashOf(stableRS),
    },
    ...(additional.length ? { additional } : {}),
  };
  const previous = rollout.status.canary?.weights;
  if (JSON.stringify(previous) !== JSON.stringify(weights)) {
    context.event(
      'Normal',
      'TrafficWeightUpdated',
      `Traffic weight updated ${changeText(previous, weights)}`,
    );
    next.canary = { ...next.canary, weights };
  }
}
