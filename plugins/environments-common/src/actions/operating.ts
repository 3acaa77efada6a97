import { ConflictError } from '@backstage/errors';
import { defineAction } from '@slipway/plugin-actions-common';
import { z } from 'zod/v3';
import { retryMode } from '../operations/machine';
import {
  environmentsApplyPermission,
  environmentsCancelPermission,
  environmentsUnlockPermission,
} from '../permissions';
import { countsInWords } from '../plan/diff';
import { EnvironmentRow, Operation } from '../types';
import { environmentPagePath, KIND_WORDS } from '../words';
import { EnvironmentActionTypes, EnvironmentFacts } from './types';

const operationArgs = z.object({ operationId: z.string().uuid() }).strict();
type OperationArgs = z.infer<typeof operationArgs>;

const applyArgs = operationArgs
  .extend({ planHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256') })
  .strict();
type ApplyArgs = z.infer<typeof applyArgs>;

const unlockArgs = operationArgs
  .extend({ lockId: z.string().min(1).max(200) })
  .strict();
type UnlockArgs = z.infer<typeof unlockArgs>;

/** The operation that is meant, if it is the latest still. */
function latest(
  { row, operation }: EnvironmentFacts,
  operationId: string,
): Operation {
  if (!operation || operation.id !== operationId) {
    throw new ConflictError(
      `Another operation of ${row.name} started since you looked.`,
    );
  }
  return operation;
}

function applyGate({ operation }: EnvironmentRow): string | undefined {
  return operation?.state === 'waiting'
    ? undefined
    : 'No plan is ready to be applied.';
}

/** What applying the plan of an operation means, for the approver too. */
function applyWords({ row, operation }: EnvironmentFacts): string {
  const plan = operation?.plan;
  if (!operation || !plan) return '';
  const destroys = plan.destroys.slice(0, 20);
  const more = plan.destroys.length - destroys.length;
  return [
    `${KIND_WORDS[operation.kind]} ${row.name} (${row.cloud}, ${
      row.tier
    }): ${countsInWords(plan.counts)}.`,
    ...(destroys.length
      ? [
          `Deletes or replaces ${destroys.join(', ')}${
            more > 0 ? ` and ${more} more` : ''
          }.`,
        ]
      : []),
    ...(plan.simulated ? ['Simulated.'] : []),
  ].join(' ');
}

/** Applies exactly the plan that was looked at. */
export const apply = defineAction<EnvironmentActionTypes, ApplyArgs>({
  name: 'apply',
  words: { label: 'Apply', phrase: 'Apply plan of', menuSuffix: '…' },
  permission: environmentsApplyPermission,
  args: applyArgs,
  risk: { severity: 'high', danger: true },
  guard: [],
  gate: applyGate,
  approval: {
    shown: ({ operation }) => operation?.needsApproval,
    required(facts, { operationId, planHash }) {
      const plan = latest(facts, operationId).plan;
      return plan?.needsApproval
        ? {
            why: plan.needsApproval,
            words: applyWords(facts),
            state: { planHash, environment: facts.row.name },
            path: environmentPagePath(facts.row.name),
          }
        : undefined;
    },
  },
  missing: ({ planHash }) => (planHash ? undefined : 'Read the plan first.'),
  preview({ operation }) {
    const counts = operation?.counts;
    const lost = counts ? counts.delete + counts.replace : 0;
    return {
      effect: `Applies exactly this plan: ${
        counts ? countsInWords(counts) : 'not read yet'
      }.`,
      warnings:
        lost > 0
          ? [
              `${lost} resources are deleted or replaced. What they hold is lost.`,
            ]
          : [],
    };
  },
  plan(fresh, { operationId, planHash }, _seen, { actor }) {
    const operation = latest(fresh, operationId);
    const { plan } = operation;
    if (operation.state !== 'waiting' || !plan) {
      throw new ConflictError('No plan is ready to be applied.');
    }
    if (plan.hash !== planHash) {
      throw new ConflictError('There is another plan since you looked.');
    }
    if (plan.stale) {
      throw new ConflictError(`${plan.stale} Retry makes a new plan.`);
    }
    return {
      writes: [{ verb: 'apply', operationId, planHash, by: actor }],
      before: { state: fresh.row.state },
      after: { operation: operationId, plan: planHash },
      summary: `Apply plan: ${applyWords(fresh)}`,
      severity: plan.destroys.length > 0 ? 'warning' : 'notice',
    };
  },
});

function cancelGate({ operation }: EnvironmentRow): string | undefined {
  return operation &&
    ['planning', 'waiting', 'applying'].includes(operation.state)
    ? undefined
    : 'Nothing runs.';
}

/** Ends what runs: Terraform gets an interrupt, ends what it has in hand and releases its lock. */
export const cancel = defineAction<EnvironmentActionTypes, OperationArgs>({
  name: 'cancel',
  words: { label: 'Cancel', phrase: 'Cancel the operation of' },
  permission: environmentsCancelPermission,
  args: operationArgs,
  risk: { severity: 'medium', unrecordedOk: true },
  agent: {
    description:
      'Cancels the running operation of an environment. args.operationId as list-environments gives it.',
    destructive: false,
  },
  guard: [],
  gate: cancelGate,
  preview: ({ operation }) => ({
    effect:
      operation?.state === 'applying'
        ? 'Terraform gets an interrupt: it finishes what it has in hand, keeps it in its state and releases its lock. What was made until then stays.'
        : 'Ends the operation. Nothing was changed by it.',
    warnings: [],
  }),
  plan(fresh, { operationId }, _seen, { actor }) {
    const operation = latest(fresh, operationId);
    const reason = cancelGate(fresh.row);
    if (reason) throw new ConflictError(reason);
    if (operation.cancel) {
      throw new ConflictError('It is being cancelled already.');
    }
    return {
      writes: [{ verb: 'cancel', operationId, by: actor }],
      before: { state: operation.state },
      after: { state: 'cancelled' },
    };
  },
});

/** Tries again what failed, or plans again what can no longer be applied. */
export const retry = defineAction<EnvironmentActionTypes, OperationArgs>({
  name: 'retry',
  words: { label: 'Retry', phrase: 'Retry the operation of' },
  permission: environmentsApplyPermission,
  args: operationArgs,
  risk: { severity: 'medium' },
  guard: [],
  gate: ({ operation }) =>
    operation &&
    ['failed', 'cancelled', 'lock-held', 'waiting'].includes(operation.state)
      ? undefined
      : 'Nothing has failed.',
  preview: () => ({
    effect:
      'Continues from the step that failed where the plan was applied; else makes a new plan, which is approved again where that is needed.',
    warnings: [],
  }),
  plan(fresh, { operationId }, _seen, { actor }) {
    const operation = latest(fresh, operationId);
    const answer = retryMode(operation);
    if ('refused' in answer) throw new ConflictError(answer.refused);
    return {
      writes: [{ verb: 'retry', operationId, by: actor, mode: answer.mode }],
      before: { state: operation.state },
      after: { state: answer.mode === 'plan' ? 'planning' : 'applying' },
    };
  },
});

/** Releases a lock that a process of the portal left when it died. */
export const unlock = defineAction<EnvironmentActionTypes, UnlockArgs>({
  name: 'unlock',
  words: { label: 'Release lock', phrase: 'Release the lock of' },
  permission: environmentsUnlockPermission,
  args: unlockArgs,
  risk: { severity: 'high' },
  guard: [],
  gate: ({ state }) =>
    state === 'lock-held' ? undefined : 'No lock is in the way.',
  preview: () => ({
    effect:
      'Removes the lock from the state. Only a lock that the portal took itself, of a process that is proven to have ended.',
    warnings: [
      'What that process was doing may be half done: plan again afterwards.',
    ],
  }),
  plan(fresh, { operationId, lockId }, _seen, { actor }) {
    const { lock } = latest(fresh, operationId);
    if (!lock || lock.id !== lockId) {
      throw new ConflictError('The lock is not the one that you saw.');
    }
    if (!lock.mayUnlock) throw new ConflictError(lock.reason);
    return {
      writes: [{ verb: 'unlock', operationId, lockId, by: actor }],
      before: { lock: lock.id, who: lock.who, since: lock.since },
      after: {},
      severity: 'warning',
    };
  },
});
