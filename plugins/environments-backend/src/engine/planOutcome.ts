import {
  ApprovalPolicy,
  approvalReason,
  countsInWords,
  countsOf,
  DriftSummary,
  EnvironmentRow,
  helmfileDiff,
  Operation,
  planDiff,
  planJsonSchema,
  PlanSummary,
  secretsOf,
} from '@slipway/plugin-environments-common';
import { JobResult, StateVersion } from '../runners/types';
import { inputsHashOf, planHashOf } from './hashes';
import { KeptPlan, KeptView } from './PlanVault';

/** What a finished `terraform:plan` or `helmfile:diff` gives. */
export interface PlanOutcome {
  plan: KeptPlan;
  view: KeptView;
  summary: PlanSummary;
}

interface Context {
  operation: Operation;
  row: EnvironmentRow;
  policy: ApprovalPolicy;
  simulated: boolean;
}

function summaryOf(
  { operation, row, policy, simulated }: Context,
  view: KeptView,
  hash: string,
  expiresAt: string,
): PlanSummary {
  const counts = countsOf(view.resources, view.releases);
  const needsApproval = approvalReason(
    {
      kind: operation.kind,
      tier: row.tier,
      counts,
      expired: operation.startedBy === 'portal',
    },
    policy,
  );
  return {
    hash,
    counts,
    destroys: view.resources
      .filter(({ change }) => change === 'delete' || change === 'replace')
      .map(({ address }) => address),
    expiresAt,
    ...(needsApproval ? { needsApproval } : {}),
    simulated,
  };
}

/**
 * Reads what `terraform show -json` says of a plan.
 *
 * @throws Error when it is not what Terraform writes
 */
export function planOutcome(
  context: Context,
  result: Required<Pick<JobResult, 'plan' | 'planJson'>>,
  made: {
    codeHash: string;
    version: StateVersion | undefined;
    expiresAt: string;
  },
): PlanOutcome {
  const { row } = context;
  const json = planJsonSchema.parse(JSON.parse(result.planJson));
  const view: KeptView = { ...planDiff(json), releases: [] };
  const inputsHash = inputsHashOf(row);
  const hash = planHashOf({
    plan: result.plan,
    diff: '',
    inputsHash,
    environment: row.name,
  });
  return {
    plan: {
      file: result.plan,
      basis: {
        ...made.version,
        inputsHash,
        codeHash: made.codeHash,
        expiresAt: made.expiresAt,
      },
      secrets: secretsOf(json),
    },
    view,
    summary: summaryOf(context, view, hash, made.expiresAt),
  };
}

/** The plan with what Helm would change. */
export function withDiff(
  context: Context,
  { plan, view }: { plan: KeptPlan; view: KeptView },
  diff: string,
): PlanOutcome {
  const releases = helmfileDiff(diff);
  const next = { ...view, releases };
  const hash = planHashOf({
    plan: plan.file,
    diff,
    inputsHash: plan.basis.inputsHash,
    environment: context.row.name,
  });
  return {
    plan,
    view: next,
    summary: summaryOf(context, next, hash, plan.basis.expiresAt),
  };
}

/** What a check for drift found. */
export function driftOf(
  operationId: string,
  view: KeptView,
  checkedAt: string,
): DriftSummary {
  const outputs = view.outputs.map(({ name }) => `Output ${name} differs.`);
  const resources = view.drift.map(({ address, change, attributes }) =>
    change === 'delete'
      ? `${address} is gone.`
      : `${address} was changed: ${attributes
          .slice(0, 5)
          .map(({ path }) => path)
          .join(', ')}.`,
  );
  return {
    checkedAt,
    differences: view.drift.length + view.outputs.length,
    reasons: [...resources, ...outputs].slice(0, 20),
    operationId,
  };
}

/** `The plan is ready: 3 to create.` */
export const planReadyWords = ({ counts, needsApproval }: PlanSummary) =>
  `The plan is ready: ${countsInWords(counts)}.${
    needsApproval ? ` ${needsApproval}` : ''
  }`;
