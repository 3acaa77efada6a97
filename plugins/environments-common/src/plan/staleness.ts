/** What a plan was made of. */
export interface PlanBasis {
  /** Of the state; absent: there was none. */
  serial?: number;
  lineage?: string;
  /** SHA-256 of the inputs, and of the folder with the code. */
  inputsHash: string;
  codeHash: string;
  /** ISO time from which on it is not applied. */
  expiresAt: string;
}

/** The same, as it is now. */
export type PlanBasisNow = Omit<PlanBasis, 'expiresAt'> & { now: number };

/**
 * Why a plan can no longer be applied, one sentence; undefined when it can. A
 * stale plan is planned and approved again. The order of the lines is the rule.
 */
export function staleReason(
  plan: PlanBasis,
  current: PlanBasisNow,
): string | undefined {
  if (Date.parse(plan.expiresAt) <= current.now) {
    return `The plan expired at ${plan.expiresAt}.`;
  }
  if (plan.inputsHash !== current.inputsHash) {
    return 'What the environment is asked to be changed after it was planned.';
  }
  if (plan.codeHash !== current.codeHash) {
    return 'The Terraform code changed after it was planned.';
  }
  if ((plan.lineage ?? '') !== (current.lineage ?? '')) {
    return 'The state is not the one that was planned on.';
  }
  return plan.serial === current.serial
    ? undefined
    : `The state changed after it was planned (serial ${
        plan.serial ?? 'none'
      }, now ${current.serial ?? 'none'}).`;
}
