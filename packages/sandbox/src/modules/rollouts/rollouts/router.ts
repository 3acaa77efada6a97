import { CanaryStep, WeightDestination } from '../rolloutModel';
import { RolloutContext } from './RolloutContext';

/** What a traffic router can be asked for. Upstream: `TrafficRoutingReconciler` in `rollout/trafficrouting/trafficroutingutil.go`. */
export interface Router {
  setWeight(
    context: RolloutContext,
    weight: number,
    additional: WeightDestination[],
  ): void;
  setHeaderRoute(
    context: RolloutContext,
    route: NonNullable<CanaryStep['setHeaderRoute']>,
  ): void;
  removeManagedRoutes(context: RolloutContext): void;
}
