import { Plan } from '@slipway/plugin-actions-common';
import { Digest, PatchWrite } from '@slipway/plugin-clusters-common';
import { Json } from '@slipway/plugin-clusters-common/read';
import { RolloutActionName, SeenState } from '../types';
import { rolloutActions } from './registry';
import { PlanObjects } from './rolloutAction';

/** What a plan needs beside the Rollout. */
export interface PlanExtra extends PlanObjects {
  /** Ref of the user, for the mark on the object: `user:default/olga`. */
  actor: string;
  /** ISO time of the action. */
  now: string;
  /** Of the action. */
  id: string;
  /** Masks values in `before` and `after`. */
  digest: Digest;
}

/**
 * Plans an action on a fresh object: JSON patches that do what the kubectl
 * plugin does, each guarded by `test` on what the user saw.
 *
 * @param raw the whole object as the API server gave it a moment ago
 * @param args validated here; see `RolloutActionArgs`
 * @throws InputError when the arguments are wrong or nothing would change
 * @throws ConflictError when the rollout changed since the user looked, or the action is not applicable
 * @throws NotFoundError when an object that the plan needs is missing
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go
 */
export function planAction(
  action: RolloutActionName,
  raw: Json,
  args: unknown,
  seen: SeenState,
  { actor, now, id, digest, ...objects }: PlanExtra,
): Plan<PatchWrite> {
  return rolloutActions[action]
    .prepare(args)
    .plan({ raw, digest, ...objects }, seen, { actor, now, id });
}
