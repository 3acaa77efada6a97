import { countsInWords } from '../plan/diff';
import {
  EnvironmentRow,
  EnvironmentState,
  HeldLock,
  Operation,
  OperationKind,
  OperationState,
  Step,
  StepName,
} from '../types';

const PLANNED: readonly StepName[] = ['terraform:plan', 'helmfile:diff'];
const APPLIED: readonly StepName[] = [
  'terraform:apply',
  'terraform:output',
  'helmfile:sync',
  'environment:register',
];

/** The steps of each kind: what makes the plan, and what is done once it may be applied. */
const PHASES: Record<
  OperationKind,
  { plan: readonly StepName[]; apply: readonly StepName[] }
> = {
  create: { plan: PLANNED, apply: APPLIED },
  change: { plan: PLANNED, apply: APPLIED },
  reconcile: { plan: PLANNED, apply: APPLIED },
  'accept-drift': {
    plan: ['terraform:plan'],
    apply: ['terraform:apply', 'terraform:output', 'environment:register'],
  },
  // What runs there goes first: without the cluster nobody could take it away.
  destroy: {
    plan: ['terraform:plan'],
    apply: ['helmfile:destroy', 'terraform:apply', 'environment:register'],
  },
  'check-drift': { plan: ['terraform:plan'], apply: [] },
};

/** The steps of a new operation. */
export function newSteps(kind: OperationKind): Step[] {
  const { plan, apply } = PHASES[kind];
  return [...plan, ...apply].map((name, index) => ({
    seq: index + 1,
    name,
    state: 'pending',
    attempt: 0,
  }));
}

/** Whether a step only makes the plan: nothing is changed by it. */
export const isPlanStep = (
  { kind }: Pick<Operation, 'kind'>,
  { seq }: Pick<Step, 'seq'>,
): boolean => seq <= PHASES[kind].plan.length;

/** States in which the engine has something to do. */
export const WORKING_STATES: readonly OperationState[] = [
  'planning',
  'applying',
];

/** States in which no other operation of the environment may start. */
export const OPEN_STATES: readonly OperationState[] = [
  ...WORKING_STATES,
  'waiting',
];

/** Whether an operation keeps others from starting. */
export const isOpen = ({ state }: Pick<Operation, 'state'>): boolean =>
  OPEN_STATES.includes(state);

/** The step that runs or is to run next; undefined when there is none, or somebody has to act first. */
export function currentStep(operation: Operation): Step | undefined {
  if (!WORKING_STATES.includes(operation.state)) return undefined;
  return operation.steps.find(
    ({ state }) => state === 'running' || state === 'pending',
  );
}

/** What became of a step. `unknown`: how its command ended is not known. */
export type StepResult =
  | { state: 'succeeded' | 'skipped'; reason?: string }
  | { state: 'failed' | 'cancelled' | 'unknown'; reason: string }
  | { state: 'lock-held'; lock: HeldLock };

function withStep(
  operation: Operation,
  seq: number,
  change: Partial<Step>,
): Operation {
  return {
    ...operation,
    steps: operation.steps.map(step =>
      step.seq === seq ? { ...step, ...change } : step,
    ),
  };
}

/** The operation with a step that was started. */
export function started(
  operation: Operation,
  { seq, attempt }: Pick<Step, 'seq' | 'attempt'>,
  at: string,
  command: string | undefined,
): Operation {
  const { lock: _, ...rest } = operation;
  return withStep(rest, seq, {
    state: 'running',
    attempt: attempt + 1,
    startedAt: at,
    endedAt: undefined,
    reason: undefined,
    lockId: undefined,
    command,
  });
}

/**
 * The operation with the result of a step. The order of the lines is the rule.
 *
 * @param nothingToDo - whether the plan that is ready now would change nothing
 */
export function finished(
  operation: Operation,
  step: Pick<Step, 'seq' | 'name'>,
  result: StepResult,
  at: string,
  nothingToDo = false,
): Operation {
  if (result.state === 'lock-held') {
    return {
      ...withStep(operation, step.seq, {
        state: 'failed',
        endedAt: at,
        reason: result.lock.explained,
      }),
      state: 'lock-held',
      lock: result.lock,
      reason: result.lock.explained,
      endedAt: at,
    };
  }
  const next = withStep(operation, step.seq, {
    state: result.state,
    endedAt: at,
    reason: result.reason,
  });
  if (result.state === 'cancelled') {
    return { ...next, state: 'cancelled', reason: result.reason, endedAt: at };
  }
  if (result.state === 'failed' || result.state === 'unknown') {
    return { ...next, state: 'failed', reason: result.reason, endedAt: at };
  }
  const left = next.steps.find(({ state }) => state === 'pending');
  if (!left) return { ...next, state: 'succeeded', endedAt: at };
  if (next.state === 'planning' && !isPlanStep(next, left)) {
    return nothingToDo
      ? {
          ...next,
          state: 'succeeded',
          reason: 'The plan has no changes: there was nothing to apply.',
          steps: next.steps.map(one =>
            one.state === 'pending' ? { ...one, state: 'skipped' } : one,
          ),
          endedAt: at,
        }
      : {
          ...next,
          state: 'waiting',
          reason: `The plan is ready: ${
            next.plan ? countsInWords(next.plan.counts) : 'not read'
          }.`,
        };
  }
  return next;
}

/** What is found of a command after the portal was restarted, or while it is followed. */
export type JobFinding =
  /** Its folder or Job does not exist: it was never started. */
  | { is: 'never-started' }
  | { is: 'running' }
  | { is: 'ended'; exitCode: number }
  /** The processes are gone, and nobody wrote down how they ended. */
  | { is: 'unknown'; reason: string };

/**
 * What is done with a step that is `running` in the database. Never a guess: a
 * command whose end is not known is not started again, because it may have
 * changed something; a fresh plan says what is left.
 */
export function afterRestart(
  { name }: Pick<Step, 'name'>,
  finding: JobFinding,
): 'start' | 'follow' | 'finish' | StepResult {
  switch (finding.is) {
    case 'never-started':
      return 'start';
    case 'running':
      return 'follow';
    case 'ended':
      return 'finish';
    default:
      return {
        state: 'unknown',
        reason: `It is not known how ${name} ended: ${finding.reason} Retry makes a plan that says what is left.`,
      };
  }
}

/** How an operation can be tried again. `plan`: from its first step, with a new plan. `continue`: from the step that failed. */
export function retryMode(
  operation: Operation,
): { mode: 'plan' | 'continue' } | { refused: string } {
  const { state, steps, plan } = operation;
  if (state === 'waiting') {
    return plan?.stale
      ? { mode: 'plan' }
      : { refused: 'Its plan is ready to be applied.' };
  }
  if (state === 'planning' || state === 'applying') {
    return { refused: 'It is still running.' };
  }
  if (state === 'succeeded') return { refused: 'It succeeded.' };
  const applied = steps.some(
    step => step.name === 'terraform:apply' && step.state === 'succeeded',
  );
  return { mode: applied ? 'continue' : 'plan' };
}

/** The operation as it is tried again. */
export function retried(
  operation: Operation,
  mode: 'plan' | 'continue',
): Operation {
  const {
    endedAt: _endedAt,
    reason: _reason,
    cancel: _cancel,
    lock: _lock,
    ...rest
  } = operation;
  const again = (step: Step): Step => ({
    seq: step.seq,
    name: step.name,
    state: 'pending',
    attempt: step.attempt,
    // Until it is started again: the lock that it may have left is recognised by it.
    ...(step.lockId ? { lockId: step.lockId } : {}),
  });
  if (mode === 'plan') {
    const {
      plan: _plan,
      appliedBy: _by,
      approvalId: _approval,
      ...open
    } = rest;
    return { ...open, state: 'planning', steps: rest.steps.map(again) };
  }
  return {
    ...rest,
    state: 'applying',
    steps: rest.steps.map(step =>
      step.state === 'succeeded' || step.state === 'skipped'
        ? step
        : again(step),
    ),
  };
}

/**
 * The state of an environment while, and after, an operation is the latest of
 * it. A check for drift says nothing of it, unless that cannot be made because
 * of a lock.
 */
export function environmentStateOf(
  operation: Operation,
  before: Pick<EnvironmentRow, 'state' | 'appliedAt'>,
): EnvironmentState {
  const { kind, state, steps } = operation;
  if (kind === 'check-drift') return before.state;
  const touched = steps.some(
    step => !isPlanStep(operation, step) && step.attempt > 0,
  );
  switch (state) {
    case 'planning':
      return 'planning';
    case 'waiting':
      return 'waiting';
    case 'applying':
      return kind === 'destroy' ? 'destroying' : 'applying';
    case 'succeeded':
      return kind === 'destroy' ? 'destroyed' : 'ready';
    case 'lock-held':
      return 'lock-held';
    default:
      // Nothing was changed: it is what it was.
      return !touched && before.appliedAt !== undefined ? 'ready' : 'failed';
  }
}
