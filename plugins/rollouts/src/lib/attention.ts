import {
  compareAttention,
  rolloutRowKey,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';

/** Who a rollout belongs to, seen from the signed-in user. */
export type Belonging = 'mine' | 'my-teams' | 'others';

/**
 * `mine`: the entity's owner is the user. `my-teams`: its owner is one of
 * the user's groups. `ownershipRefs` are those of `identityApi`.
 */
export function belonging(
  rollout: Pick<RolloutSummary, 'ownerRef'>,
  userRef: string | undefined,
  ownershipRefs: readonly string[],
): Belonging {
  if (rollout.ownerRef === undefined) return 'others';
  if (rollout.ownerRef === userRef) return 'mine';
  return ownershipRefs.includes(rollout.ownerRef) ? 'my-teams' : 'others';
}

const ORDER: readonly Belonging[] = ['mine', 'my-teams', 'others'];

/** Rollouts that need a user, each once: mine first, then my teams', then others; most urgent first in each. */
export function needsAttention(
  rollouts: readonly RolloutSummary[],
  userRef: string | undefined,
  ownershipRefs: readonly string[],
): Array<{ rollout: RolloutSummary; belonging: Belonging }> {
  return [...new Map(rollouts.map(one => [rolloutRowKey(one), one])).values()]
    .filter(rollout => rollout.attention)
    .map(rollout => ({
      rollout,
      belonging: belonging(rollout, userRef, ownershipRefs),
    }))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.belonging) - ORDER.indexOf(b.belonging) ||
        compareAttention(a.rollout, b.rollout),
    );
}
