import { OperationKind, PlanCounts, Tier } from '../types';

/** When somebody else must allow that a plan is applied, from `slipway.environments.policy`. */
export interface ApprovalPolicy {
  /** Tiers in which every plan needs it. Production always does. */
  tiers: readonly Tier[];
  /** Whether a plan that deletes or replaces something needs it too. */
  anyDelete: boolean;
}

/** What the policy judges by. */
export interface PolicyFacts {
  kind: OperationKind;
  tier: Tier;
  counts: PlanCounts;
  /** Whether the portal started it at the end of the environment, of which its owner was warned. */
  expired?: boolean;
}

/**
 * Why somebody other than the requester must allow it, one sentence; undefined
 * when nobody must. The order of the lines is the rule.
 */
export function approvalReason(
  { kind, tier, counts, expired }: PolicyFacts,
  policy: ApprovalPolicy,
): string | undefined {
  if (tier === 'prod') {
    return 'This is production: somebody else must allow that the plan is applied.';
  }
  if (kind === 'destroy' && expired) return undefined;
  if (kind === 'destroy') {
    return 'This destroys the environment: somebody else must allow it.';
  }
  if (policy.tiers.includes(tier)) {
    return `Plans of ${tier} environments are allowed by somebody else.`;
  }
  const lost = counts.delete + counts.replace;
  return policy.anyDelete && lost > 0
    ? `The plan deletes or replaces ${lost} ${
        lost === 1 ? 'resource' : 'resources'
      }: somebody else must allow that.`
    : undefined;
}
